/** How long a client may take, in milliseconds; then it hears 408 and is cut off. Names are those of `http.createServer`. */
export interface Timeouts {
  /** From the connection, or the last answer's end, to the end of the headers. */
  readonly headersTimeout: number;
  /** To the end of the body. */
  readonly requestTimeout: number;
  /** How often this is checked. */
  readonly connectionsCheckingInterval: number;
}

export const TIMEOUTS: Timeouts = {
  headersTimeout: 20_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5_000,
};
