/** What is refused, in Convex's own codes and texts (crates/file_storage, crates/keybroker). */
export class StorageError extends Error {
  override readonly name = "Error";
  readonly kind: "bad request" | "unauthenticated" | "not found";
  readonly code: string;

  constructor(kind: StorageError["kind"], code: string, message: string) {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}
