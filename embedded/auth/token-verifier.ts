import { decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import { type AuthProvider, sameIssuer } from "./auth-config";
import { type Authenticated, AuthenticationError } from "./authenticator";
import type { SigningKeys } from "./signing-keys";
import { customJwtIdentity, oidcIdentity } from "./user-identity";

/** As Convex allows between its clock and a provider's. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** Far above what fits into a header, far below what would cost time to parse. */
const MAX_TOKEN_LENGTH = 128 * 1024;

function decode(token: string): JWTPayload {
  if (token.length > MAX_TOKEN_LENGTH) throw new AuthenticationError("InvalidAuthHeader", "The token is too long");
  try {
    return decodeJwt(token);
  } catch (cause) {
    throw new AuthenticationError("InvalidAuthHeader", "Could not parse as a JSON Web Token", { cause });
  }
}

function audiencesOf({ aud }: JWTPayload): string[] {
  return aud === undefined ? [] : [aud].flat();
}

function matches(provider: AuthProvider, claims: JWTPayload): boolean {
  if (typeof claims.iss !== "string" || !sameIssuer(provider.issuer, claims.iss)) return false;
  return provider.applicationId === null || audiencesOf(claims).includes(provider.applicationId);
}

function rejection(cause: unknown): AuthenticationError {
  if (cause instanceof AuthenticationError) return cause;
  if (cause instanceof errors.JWTExpired) return new AuthenticationError("IdTokenExpired", "The token has expired");
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AuthenticationError("InvalidAuthHeader", `Could not validate token: ${reason}`, { cause });
}

/**
 * Verifies a user's token against the providers of auth.config.ts: signature, algorithm, issuer, audience, expiry.
 * @throws AuthenticationError
 */
export async function verifyToken(
  token: string,
  providers: readonly AuthProvider[],
  keys: SigningKeys,
): Promise<Authenticated> {
  const unverified = decode(token);
  const provider = providers.find((candidate) => matches(candidate, unverified));
  if (!provider) {
    throw new AuthenticationError("NoAuthProvider", "No auth provider found matching the given token");
  }
  try {
    const { payload } = await jwtVerify(token, keys.of(provider), {
      algorithms: [...provider.algorithms],
      ...(provider.applicationId === null ? {} : { audience: provider.applicationId }),
      requiredClaims: ["iss", "sub", "exp"],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    if (typeof payload.sub !== "string") throw new Error('"sub" claim must be a string');
    const attributes = provider.kind === "oidc" ? oidcIdentity(payload) : customJwtIdentity(payload);
    return {
      identity: { kind: "user", attributes, token },
      expiresAt: (payload.exp! + CLOCK_TOLERANCE_SECONDS) * 1000,
    };
  } catch (cause) {
    throw rejection(cause);
  }
}
