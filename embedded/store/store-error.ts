export type StoreErrorCode =
  /** Another process has the directory open. */
  | "locked"
  /** The directory or database file cannot be created or written. */
  | "unwritable"
  /** Written by a newer version of the host. */
  | "newer-format"
  /** Not a database, or a damaged one. */
  | "corrupt"
  /** A flush failed; nothing of it is on disk, and the next flush tries again. */
  | "write-failed";

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
