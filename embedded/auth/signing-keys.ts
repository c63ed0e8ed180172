import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import { z } from "zod";
import { type AuthProvider, sameIssuer } from "./auth-config";
import { AuthenticationError } from "./authenticator";
import { fetchProvider } from "./provider-fetch";

const TIMEOUT_MS = 10_000;
/** Keys rotate rarely; an unknown key id is looked up again at once, but not more often than this. */
const COOLDOWN_MS = 5_000;
/** A provider that could not be reached is not asked again before, whoever wants in. */
const FAILURE_COOLDOWN_MS = 1_000;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

interface Failure {
  readonly error: unknown;
  readonly until: number;
}

/** Fetches and caches the public keys of providers. */
export class SigningKeys {
  readonly #fetch: typeof fetch;
  readonly #timeoutMs: number;
  readonly #byProvider = new Map<string, Promise<JWTVerifyGetKey>>();
  readonly #failures = new Map<string, Failure>();

  constructor(fetchKeys: typeof fetch, timeoutMs = TIMEOUT_MS) {
    this.#fetch = fetchKeys;
    this.#timeoutMs = timeoutMs;
  }

  /** Finds the key of a token. Rejects with an AuthenticationError while the provider cannot be reached. */
  of(provider: AuthProvider): JWTVerifyGetKey {
    return async (header, token) => {
      const keys = await this.#keySet(provider);
      return await keys(header, token);
    };
  }

  #keySet(provider: AuthProvider): Promise<JWTVerifyGetKey> {
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
      timeoutDuration: this.#timeoutMs,
      cooldownDuration: COOLDOWN_MS,
      [customFetch]: (at: string) => this.#get(at),
    });
  }

  async #discover(issuer: string): Promise<string> {
    const url = `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`;
    try {
      const response = await this.#get(url);
      const document = discovery.parse(await response.json());
      if (!sameIssuer(document.issuer, issuer)) throw new Error(`it names another issuer, ${document.issuer}`);
      return document.jwks_uri;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new AuthenticationError(
        "AuthProviderDiscoveryFailed",
        `Auth provider discovery of ${url} failed: ${reason}`,
        { cause },
      );
    }
  }

  async #get(url: string): Promise<Response> {
    const failure = this.#failures.get(url);
    if (failure !== undefined && failure.until > Date.now()) throw failure.error;
    try {
      const response = await fetchProvider(this.#fetch, url, this.#timeoutMs);
      this.#failures.delete(url);
      return response;
    } catch (error) {
      this.#failures.set(url, { error, until: Date.now() + FAILURE_COOLDOWN_MS });
      throw error;
    }
  }
}
