import type { Commit, ReadTransaction, Store, WriteTransaction } from "../store/types";
import { limit, type LimitOptions } from "./test-limits";

const TABLE = "_test_commits";

/**
 * The store, with a timestamp for every mutation and the limits of the test. The host gives no timestamp to mutations
 * that wrote nothing, because nobody could tell.
 */
export function testStore(store: Store, limits: LimitOptions): Store {
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
  const limited = <T extends ReadTransaction>(tx: T): T => {
    limit(tx.metrics, limits);
    return tx;
  };
  const own = { commit, begin: () => limited(store.begin()), durable: () => limited(store.durable()) };
  return new Proxy(store, {
    get: (target, property) => {
      if (Object.hasOwn(own, property)) return own[property as keyof typeof own];
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
