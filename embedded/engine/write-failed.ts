import { RequestError } from "../runtime/errors";

/** Nothing of the mutation was kept, because the disk refused it: it is full. Clients see the text, in production too. */
export class WriteFailed extends RequestError {
  override readonly name = "WriteFailed";
  override readonly exposed = true;

  constructor(cause: Error) {
    super(cause.message);
    this.cause = cause;
  }
}

/** Nobody knows whether the mutation was kept; a client that sends it again learns it. Not an answer of the function. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}
