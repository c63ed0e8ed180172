import type { Identity, UserIdentityJson } from "../engine/types";

/** An identity and when it stops being valid, in milliseconds since the epoch. */
export interface Authenticated {
  readonly identity: Identity;
  readonly expiresAt: number | null;
}

export const ANONYMOUS: Authenticated = { identity: { kind: "none" }, expiresAt: null };

/** The credentials do not hold; `message` is meant for the client. */
export class AuthenticationError extends Error {
  override readonly name = "AuthenticationError";
  /** Convex's code for it, as HTTP answers carry it. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Turns credentials into identities. Both methods reject with an AuthenticationError. */
export interface Authenticator {
  user(token: string): Promise<Authenticated>;
  /** `actingAs`: the identity that functions see. */
  admin(key: string, actingAs?: Partial<UserIdentityJson>): Promise<Authenticated>;
}
