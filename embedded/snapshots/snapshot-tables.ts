import type { SystemTables } from "../store/types";

/** What has become of exports and imports, for those who watch them. Documents are shaped as Convex's. */
export const EXPORTS = "_exports";
export const IMPORTS = "_snapshot_imports";

/** Pass to `openStore`. */
export const snapshotTables: SystemTables = { [EXPORTS]: {}, [IMPORTS]: {} };

/** Older ones are forgotten. */
export const KEPT = 20;
