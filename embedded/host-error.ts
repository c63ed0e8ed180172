export type HostErrorCode =
  | "BAD_SETTING"
  | "BUILD_FAILED"
  | "PORT_TAKEN"
  | "DATA_DIR"
  | "DATA_LOCKED"
  | "DATA_VERSION"
  | "LOAD_FAILED";

/** A start that cannot go on: `message` is one line for the person at the terminal, without a stack. */
export class HostError extends Error {
  override readonly name = "HostError";
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
