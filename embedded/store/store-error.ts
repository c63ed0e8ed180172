export type StoreErrorCode =
  /** Another process has the directory open. */
  | "locked"
  /** The directory or database file cannot be created or written. */
  | "unwritable"
  /** Written by a newer version of the host. */
  | "newer-format"
  /** Not a database, or a damaged one. */
  | "corrupt"
  /** A flush failed, of which nothing is on disk. The next one may succeed. */
  | "write-failed"
  /** A flush failed, of which everything or nothing is on disk; opening the database again tells. */
  | "write-unknown";

export class StoreError extends Error {
  override readonly name = "StoreError";
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
