import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineTables } from "../engine/engine";
import { MAX_KEY, MIN_KEY } from "../keys/key";
import { openStore } from "../store/store";
import type { DocumentValue, ReadTransaction } from "../store/types";
import type { LedgerState } from "./history";

const DATABASE = /^convex\.sqlite3/;

export function copyDatabase(from: string, to: string): void {
  for (const file of readdirSync(from).filter((name) => DATABASE.test(name))) {
    copyFileSync(join(from, file), join(to, file));
  }
}

/** What a host would find that starts now. Reads a copy, so that the next host recovers from what the last one left. */
export function readLedger(dataDir: string): LedgerState {
  const copy = mkdtempSync(join(tmpdir(), "ledger-"));
  copyDatabase(dataDir, copy);
  const store = openStore({ path: copy, systemTables: engineTables });
  try {
    return stateOf(store.snapshot());
  } finally {
    store.close();
    rmSync(copy, { recursive: true, force: true });
  }
}

function stateOf(tx: ReadTransaction): LedgerState {
  const rows = (table: string) => documents(tx, table) as unknown as Row[];
  return {
    entries: rows("entries"),
    slots: rows("slots"),
    balances: new Map(rows("accounts").map(({ name, balance }) => [name, balance])),
    totals: new Map(rows("totals").map(({ name, value }) => [name, value])),
    effects: rows("effects"),
    jobs: documents(tx, "_scheduled_functions").map(jobOf),
  };
}

/** Fields of the ledger's tables; each has some of them. */
type Row = Record<"op" | "name" | "kind", string> &
  Record<"seq" | "part" | "slot" | "balance" | "value" | "_creationTime", number>;

function jobOf({ name, args, state }: DocumentValue) {
  const [{ op }] = args as [{ op: string }];
  return { op, name: (name as string).replace(".js:", ":"), state: (state as { kind: string }).kind };
}

function documents(tx: ReadTransaction, table: string): DocumentValue[] {
  const cursor = tx.index("", table, "by_creation_time")?.scan(MIN_KEY, MAX_KEY, "asc");
  const found: DocumentValue[] = [];
  for (let entry = cursor?.next(); entry; entry = cursor?.next()) found.push(entry.document.value);
  return found;
}
