import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

export type ProviderId = "github" | "google";

/** Somebody who has an account at GitHub or at Google, and is signed in there. */
export interface Person {
  id: number;
  name: string;
  email: string;
  /** As Google says it; GitHub says it only of the list of addresses. */
  verified: boolean;
  /** GitHub shows the address on the profile only to whom the person allows it. */
  hidden?: boolean;
}

interface Grant {
  provider: ProviderId;
  redirectUri: string;
  challenge: string;
  person: Person;
}

interface Reply {
  status: number;
  body: object;
}

const ISSUER = { github: "https://github.com/login/oauth", google: "https://accounts.google.com" };
export const AUTHORIZE = {
  github: "https://github.com/login/oauth/authorize",
  google: "https://accounts.google.com/o/oauth2/v2/auth",
};
const SCOPE = { github: "user:email", google: "email" };
const GOOGLE_KEY = "google-key-1";

/** What must never be printed or told. */
export const CLIENTS = {
  github: { id: "Iv1.arena0123456789", secret: "github-client-secret-0123456789abcdef" },
  google: { id: "arena.apps.googleusercontent.com", secret: "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789" },
};

/**
 * Stands for github.com, api.github.com and Google's hosts, over HTTP on loopback, and is as strict as they are: what it refuses it notes in
 * `refused`. `env` makes the host's process reach it; the browser's part is in consent.ts.
 */
export class IdentityProvider {
  readonly refused: string[] = [];
  /** All codes, verifiers and tokens of people that went over the border. */
  readonly secrets: string[] = [];
  readonly #codes = new Map<string, Grant>();
  readonly #tokens = new Map<string, Grant>();

  private constructor(
    readonly url: string,
    readonly server: Server,
    readonly keys: CryptoKeyPair,
  ) {}

  static async start(): Promise<IdentityProvider> {
    const keys = await generateKeyPair("RS256");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new IdentityProvider(url, server, keys);
    server.on("request", (request, response) => {
      void provider.#answer(request).then(({ status, body }) => {
        response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
      });
    });
    return provider;
  }

  /** For `Product.start`. */
  get env(): Record<string, string> {
    const border = new URL("./provider-border.ts", import.meta.url);
    return {
      NODE_OPTIONS: `--import=tsx --import=${border}`,
      IDENTITY_PROVIDER_URL: this.url,
      AUTH_GITHUB_ID: CLIENTS.github.id,
      AUTH_GITHUB_SECRET: CLIENTS.github.secret,
      AUTH_GOOGLE_ID: CLIENTS.google.id,
      AUTH_GOOGLE_SECRET: CLIENTS.google.secret,
    };
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  /** Where the provider's page sends the browser once the person has agreed, or has not. Throws where it would show an error of its own. */
  authorize(asked: URL, person: Person | "refuses"): URL {
    const provider = providerAt(asked);
    const get = (name: string) => asked.searchParams.get(name) ?? "";
    const redirectUri = get("redirect_uri");
    this.#check(provider !== undefined, `nothing is at ${asked.origin}${asked.pathname}`);
    this.#check(get("client_id") === CLIENTS[provider].id, "unknown client_id");
    this.#check(new URL(redirectUri).pathname === `/api/auth/callback/${provider}`, `redirect_uri ${redirectUri}`);
    this.#check(get("response_type") === "code", "response_type");
    this.#check(get("scope").split(" ").includes(SCOPE[provider]), `scope ${get("scope")}`);
    this.#check(get("code_challenge_method") === "S256" && /^[\w-]{43}$/.test(get("code_challenge")), "code_challenge");
    this.#check(get("state").length >= 20, "state");
    const back = new URL(redirectUri);
    back.searchParams.set("state", get("state"));
    // Both say who answers (RFC 9207), GitHub since 2026.
    back.searchParams.set("iss", ISSUER[provider]);
    if (person === "refuses") back.searchParams.set("error", "access_denied");
    else {
      const code = this.#secret();
      this.#codes.set(code, { provider, redirectUri, challenge: get("code_challenge"), person });
      back.searchParams.set("code", code);
    }
    return back;
  }

  async #answer(request: IncomingMessage): Promise<Reply> {
    const { pathname } = new URL(request.url ?? "/", this.url);
    switch (`${request.method} ${pathname}`) {
      case "POST /github.com/login/oauth/access_token":
        return await this.#token("github", request);
      case "POST /oauth2.googleapis.com/token":
        return await this.#token("google", request);
      case "GET /api.github.com/user":
      case "GET /api.github.com/user/emails":
        return this.#gitHubUser(request, pathname.endsWith("/emails"));
      case "GET /accounts.google.com/.well-known/openid-configuration":
        return { status: 200, body: DISCOVERY };
      case "GET /openidconnect.googleapis.com/v1/userinfo": {
        const grant = this.#bearer(request, "google");
        return grant ? { status: 200, body: claimsOf(grant.person) } : this.#refuse(401, "invalid_token");
      }
      case "GET /www.googleapis.com/oauth2/v3/certs": {
        const key = { ...(await exportJWK(this.keys.publicKey)), kid: GOOGLE_KEY, use: "sig", alg: "RS256" };
        return { status: 200, body: { keys: [key] } };
      }
      default:
        return this.#refuse(404, `${request.method} ${pathname}`);
    }
  }

  async #token(provider: ProviderId, request: IncomingMessage): Promise<Reply> {
    const form = new URLSearchParams(await bodyOf(request));
    const verifier = form.get("code_verifier") ?? "";
    if (verifier) this.secrets.push(verifier);
    const code = form.get("code") ?? "";
    const grant = this.#codes.get(code);
    // Good once, whatever comes of it.
    this.#codes.delete(code);
    // GitHub says 200 with an error, Google 400.
    const status = provider === "github" ? 200 : 400;
    const { id, secret } = clientOf(request, form);
    if (id !== CLIENTS[provider].id || secret !== CLIENTS[provider].secret)
      return this.#refuse(status, "invalid_client");
    if (form.get("grant_type") !== "authorization_code") return this.#refuse(status, "unsupported_grant_type");
    if (grant?.provider !== provider) return this.#refuse(status, "bad_verification_code");
    if (form.get("redirect_uri") !== grant.redirectUri) return this.#refuse(status, "redirect_uri_mismatch");
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (challenge !== grant.challenge) return this.#refuse(status, "invalid_grant");
    if (provider === "github" && !request.headers.accept?.includes("application/json")) {
      return this.#refuse(406, "GitHub would answer a form");
    }
    const token = this.#secret();
    this.#tokens.set(token, grant);
    const body = { access_token: token, token_type: "bearer", scope: "read:user,user:email" };
    if (provider === "github") return { status: 200, body };
    const idToken = await this.#idToken(grant.person);
    const scope = "openid https://www.googleapis.com/auth/userinfo.email";
    return { status: 200, body: { ...body, token_type: "Bearer", scope, expires_in: 3599, id_token: idToken } };
  }

  async #idToken(person: Person): Promise<string> {
    const token = await new SignJWT({ ...claimsOf(person), azp: CLIENTS.google.id })
      .setProtectedHeader({ alg: "RS256", kid: GOOGLE_KEY, typ: "JWT" })
      .setIssuer(ISSUER.google)
      .setAudience(CLIENTS.google.id)
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(this.keys.privateKey);
    this.secrets.push(token);
    return token;
  }

  #gitHubUser(request: IncomingMessage, emails: boolean): Reply {
    if (!request.headers["user-agent"]) return this.#refuse(403, "no user-agent");
    const grant = this.#bearer(request, "github");
    if (!grant) return this.#refuse(401, "Bad credentials");
    const { id, name, email, hidden, verified } = grant.person;
    if (emails) {
      const old = { email: `old-${email}`, primary: false, verified: true, visibility: null };
      return { status: 200, body: [old, { email, primary: true, verified, visibility: "private" }] };
    }
    const picture = `https://avatars.githubusercontent.com/u/${id}`;
    return { status: 200, body: { id, login: `user-${id}`, name, email: hidden ? null : email, avatar_url: picture } };
  }

  #bearer(request: IncomingMessage, provider: ProviderId): Grant | null {
    const grant = this.#tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "");
    return grant?.provider === provider ? grant : null;
  }

  #refuse(status: number, error: string): Reply {
    this.refused.push(error);
    return { status, body: { error, error_description: "The stand-in refuses this" } };
  }

  #check(good: boolean, what: string): asserts good {
    if (good) return;
    this.refused.push(what);
    throw new Error(`The provider refuses: ${what}`);
  }

  #secret(): string {
    const secret = randomBytes(24).toString("base64url");
    this.secrets.push(secret);
    return secret;
  }
}

function providerAt(url: URL): ProviderId | undefined {
  return (["github", "google"] as const).find((id) => `${url.origin}${url.pathname}` === AUTHORIZE[id]);
}

/** What Google says of a person, in the token and at the userinfo endpoint. */
function claimsOf({ id, name, email, verified }: Person) {
  const picture = `https://lh3.googleusercontent.com/a/${id}`;
  return { sub: `${id}`, name, given_name: name, picture, email, email_verified: verified };
}

/** As a header or in the form, as both providers take it. */
function clientOf(request: IncomingMessage, form: URLSearchParams) {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (basic === undefined) return { id: form.get("client_id"), secret: form.get("client_secret") };
  const [id = "", secret = ""] = Buffer.from(basic, "base64").toString().split(":");
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** As published at accounts.google.com. */
const DISCOVERY = {
  issuer: ISSUER.google,
  authorization_endpoint: AUTHORIZE.google,
  token_endpoint: "https://oauth2.googleapis.com/token",
  userinfo_endpoint: "https://openidconnect.googleapis.com/v1/userinfo",
  jwks_uri: "https://www.googleapis.com/oauth2/v3/certs",
  response_types_supported: ["code", "token", "id_token", "code token", "code id_token", "none"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  scopes_supported: ["openid", "email", "profile"],
  token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  claims_supported: ["aud", "email", "email_verified", "exp", "iat", "iss", "name", "picture", "sub"],
  code_challenge_methods_supported: ["plain", "S256"],
  grant_types_supported: ["authorization_code", "refresh_token"],
};
