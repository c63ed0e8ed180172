import { ANONYMOUS, type Authenticated, AuthenticationError } from "../auth/authenticator";
import type { Identity } from "../engine/types";

/** setTimeout holds 31 bits of milliseconds. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The identity of a connection, for as long as its token is valid. */
export class IdentityLease {
  readonly #onExpired: () => void;
  #current: Authenticated = ANONYMOUS;
  #timer: NodeJS.Timeout | null = null;

  constructor(onExpired: () => void) {
    this.#onExpired = onExpired;
  }

  /** @throws AuthenticationError once expired; timers may be late. */
  get identity(): Identity {
    const { identity, expiresAt } = this.#current;
    if (expiresAt !== null && expiresAt <= Date.now()) throw expired();
    return identity;
  }

  renew(authenticated: Authenticated): void {
    this.end();
    this.#current = authenticated;
    this.#arm();
  }

  /** Stops the clock. */
  end(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(): void {
    const { expiresAt } = this.#current;
    if (expiresAt === null) return;
    const left = expiresAt - Date.now();
    if (left <= 0) return this.#onExpired();
    this.#timer = setTimeout(() => this.#arm(), Math.min(left, LONGEST_TIMEOUT));
    this.#timer.unref();
  }
}

export function expired(): AuthenticationError {
  return new AuthenticationError("IdTokenExpired", "The token has expired");
}
