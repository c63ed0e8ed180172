/** What is wrong with a request or a file; `code` is Convex's. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
