import type { Engine, UserIdentityJson } from "../engine/types";
import { type AuthProvider, authProviders } from "./auth-config";
import { type Authenticated, AuthenticationError, type Authenticator } from "./authenticator";
import { SigningKeys } from "./signing-keys";
import { verifyToken } from "./token-verifier";

/** Accepts the tokens that the app's auth.config.ts names, and the host's admin key. */
export class AppAuthenticator implements Authenticator {
  readonly #engine: Pick<Engine, "app">;
  readonly #isAdminKey: (key: string) => boolean;
  readonly #fetch: typeof fetch;
  #providers: AuthProvider[] | null = null;
  #keys: SigningKeys;

  /** `fetchKeys` gets providers' discovery documents and keys. */
  constructor(engine: Pick<Engine, "app">, isAdminKey: (key: string) => boolean, fetchKeys: typeof fetch = fetch) {
    this.#engine = engine;
    this.#isAdminKey = isAdminKey;
    this.#fetch = fetchKeys;
    this.#keys = new SigningKeys(fetchKeys);
  }

  /** Code or environment changed: auth.config.ts may name other providers. */
  reload(): void {
    this.#providers = null;
    this.#keys = new SigningKeys(this.#fetch);
  }

  async user(token: string): Promise<Authenticated> {
    this.#providers ??= authProviders(this.#engine.app.authConfig);
    return await verifyToken(token, this.#providers, this.#keys);
  }

  async admin(key: string, actingAs?: Partial<UserIdentityJson>): Promise<Authenticated> {
    if (!this.#isAdminKey(key)) {
      throw new AuthenticationError("BadAdminKey", "The provided admin key was invalid for this instance");
    }
    if (!actingAs) return { identity: { kind: "admin" }, expiresAt: null };
    const { subject = "", issuer = "" } = actingAs;
    const tokenIdentifier = actingAs.tokenIdentifier ?? `${issuer}|${subject}`;
    const attributes = { ...actingAs, subject, issuer, tokenIdentifier };
    return { identity: { kind: "admin", actingAs: attributes }, expiresAt: null };
  }
}
