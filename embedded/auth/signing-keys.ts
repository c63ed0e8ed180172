import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import { z } from "zod";
import { type AuthProvider, sameIssuer } from "./auth-config";
import { AuthenticationError } from "./authenticator";

const TIMEOUT_MS = 10_000;
/** Keys rotate rarely; an unknown key id is looked up again at once, but not more often than this. */
const COOLDOWN_MS = 5_000;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Fetches and caches the public keys of providers. */
export class SigningKeys {
  readonly #fetch: typeof fetch;
  readonly #byProvider = new Map<string, Promise<JWTVerifyGetKey>>();

  constructor(fetchKeys: typeof fetch) {
    this.#fetch = fetchKeys;
  }

  /** Rejects with an AuthenticationError while the provider cannot be reached; that is not cached. */
  of(provider: AuthProvider): Promise<JWTVerifyGetKey> {
    const name = provider.jwks ?? provider.issuer;
    const known = this.#byProvider.get(name);
    if (known) return known;
    const keys = this.#find(provider);
    this.#byProvider.set(name, keys);
    keys.catch(() => this.#byProvider.delete(name));
    return keys;
  }

  async #find(provider: AuthProvider): Promise<JWTVerifyGetKey> {
    const url = new URL(provider.jwks ?? (await this.#discover(provider.issuer)));
    return createRemoteJWKSet(url, {
      timeoutDuration: TIMEOUT_MS,
      cooldownDuration: COOLDOWN_MS,
      [customFetch]: this.#fetch,
    });
  }

  async #discover(issuer: string): Promise<string> {
    const url = `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`;
    try {
      const response = await this.#fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const document = discovery.parse(await response.json());
      if (!sameIssuer(document.issuer, issuer)) throw new Error(`it names another issuer, ${document.issuer}`);
      return document.jwks_uri;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new AuthenticationError(
        "AuthProviderDiscoveryFailed",
        `Auth provider discovery of ${url} failed: ${reason}`,
        {
          cause,
        },
      );
    }
  }
}
