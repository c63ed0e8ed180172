import type { AsyncSyscall, SyscallTables } from "../udf-context";
import { functions } from "./functions";
import { requestMetadata, transactionMeta } from "./meta";
import { readAsync, readSync } from "./read";
import { schedule } from "./schedule";
import { storageRead, storageWrite } from "./storage";
import { unsupported } from "./unsupported";
import { write } from "./write";

const mutationMeta: readonly (readonly [string, AsyncSyscall])[] = [
  ["1.0/getRequestMetadata", ({ transaction }) => requestMetadata(transaction.request)],
];

/** What `ctx` of a query and of a mutation can reach. */
export const syscallTables: Readonly<Record<"query" | "mutation", SyscallTables>> = {
  query: {
    sync: new Map(readSync),
    async: new Map([...unsupported, ...readAsync, ...transactionMeta, ...functions, ...storageRead]),
  },
  mutation: {
    sync: new Map(readSync),
    async: new Map([
      ...unsupported,
      ...readAsync,
      ...transactionMeta,
      ...functions,
      ...mutationMeta,
      ...write,
      ...schedule,
      ...storageRead,
      ...storageWrite,
    ]),
  },
};
