import type { JWTPayload } from "jose";
import type { JSONValue } from "convex/values";
import type { UserIdentityJson } from "../engine/types";

/** OpenID Connect's standard claims and Convex's names for them (`UserIdentity` in convex/server). */
const STANDARD_CLAIMS: { readonly [claim: string]: string } = {
  name: "name",
  given_name: "givenName",
  family_name: "familyName",
  nickname: "nickname",
  preferred_username: "preferredUsername",
  profile: "profileUrl",
  picture: "pictureUrl",
  website: "websiteUrl",
  email: "email",
  email_verified: "emailVerified",
  gender: "gender",
  birthdate: "birthday",
  zoneinfo: "timezone",
  locale: "language",
  phone_number: "phoneNumber",
  phone_number_verified: "phoneNumberVerified",
};

/** Claims about the token rather than about the user; functions do not see them. */
const TOKEN_CLAIMS = new Set([
  ...["iss", "sub", "aud", "exp", "nbf", "iat", "jti"],
  ...["auth_time", "nonce", "acr", "amr", "azp", "at_hash", "c_hash"],
]);

function subjectOf({ sub, iss }: JWTPayload) {
  const [subject, issuer] = [sub ?? "", iss ?? ""];
  return { tokenIdentifier: `${issuer}|${subject}`, subject, issuer };
}

/** Seconds since the epoch, or a date already formatted by the provider. */
function timeOf(value: unknown): string {
  return typeof value === "number" ? new Date(value * 1000).toISOString() : String(value);
}

function addressOf(value: unknown): JSONValue | undefined {
  if (typeof value === "string") return value;
  return (value as { formatted?: string } | null)?.formatted;
}

/** Attributes of a verified OpenID Connect token: standard claims renamed, custom claims as they are. */
export function oidcIdentity(claims: JWTPayload): UserIdentityJson {
  const attributes: Record<string, JSONValue | undefined> = {};
  for (const [claim, value] of Object.entries(claims)) {
    if (TOKEN_CLAIMS.has(claim)) continue;
    if (claim === "updated_at") attributes.updatedAt = timeOf(value);
    else if (claim === "address") attributes.address = addressOf(value);
    else attributes[STANDARD_CLAIMS[claim] ?? claim] = value as JSONValue;
  }
  return { ...attributes, ...subjectOf(claims) };
}

/** Attributes of a verified `customJwt` token: every claim under its own name, nested ones as "outer.inner". */
export function customJwtIdentity(claims: JWTPayload): UserIdentityJson {
  const registered = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]);
  const custom = Object.fromEntries(Object.entries(claims).filter(([claim]) => !registered.has(claim)));
  return { ...flatten(custom as Record<string, JSONValue>), ...subjectOf(claims) };
}

function flatten(claims: { readonly [claim: string]: JSONValue | undefined }): Record<string, JSONValue> {
  const flat: Record<string, JSONValue> = {};
  for (const [claim, value] of Object.entries(claims)) {
    if (value === undefined) continue;
    if (value === null || typeof value !== "object" || Array.isArray(value)) flat[claim] = value;
    else for (const [inner, leaf] of Object.entries(flatten(value))) flat[`${claim}.${inner}`] = leaf;
  }
  return flat;
}
