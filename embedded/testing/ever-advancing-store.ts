import type { Commit, Store, WriteTransaction } from "../store/types";

const TABLE = "_test_commits";

/**
 * The store, with a timestamp for every mutation, as convex-test has it. The host gives none to those that wrote nothing,
 * because nobody could tell.
 */
export function everAdvancing(store: Store): Store {
  let marker: string | null = null;
  const advance = (): Commit | null => {
    const tx = store.begin();
    if (marker === null) marker = tx.insert("", TABLE, { commits: 1 });
    else tx.patch("", marker, { commits: Number(tx.get("", marker)?.value["commits"]) + 1 });
    return store.commit(tx);
  };
  /** Flushed at once, so that the next transaction reads it even before the host's batch is over. */
  const commit = (tx: WriteTransaction): Commit | null => {
    const made = store.commit(tx) ?? advance();
    store.flush();
    return made;
  };
  return new Proxy(store, {
    get: (target, property) => {
      if (property === "commit") return commit;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
