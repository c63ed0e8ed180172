/** How a value fails its validator. */
export interface Mismatch {
  /** "Expected `string`, got `3.0`" */
  readonly reason: string;
  /** ".author.tags[3]", "" for the root. Grows towards the root while the check unwinds, so a fit costs no path. */
  path: string;
  /** The value and the validator. */
  readonly detail: string;
}

/**
 * A value does not fit its validator. The message starts as convex-test's does and goes on with what Convex adds: the
 * path (absent at the root), the value and the validator.
 */
export class ValidationError extends Error {
  override readonly name = "ValidationError";
  readonly path: string;

  constructor({ reason, path, detail }: Mismatch, prefix = "") {
    super(`${prefix}Validator error: ${reason}${path === "" ? "" : `\nPath: ${path}`}\n${detail}`);
    this.path = path;
  }
}
