import type { JWTPayload } from "jose";
import type { JSONValue } from "convex/values";
import type { UserIdentityJson } from "../engine/types";

/** OpenID Connect's standard claims and Convex's names for them (`UserIdentity` in convex/server). */
const STANDARD_CLAIMS = new Map(
  Object.entries({
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
  }),
);

/** Claims about the token rather than about the user; functions do not see them. */
const REGISTERED_CLAIMS = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]);
const OIDC_TOKEN_CLAIMS = new Set(["auth_time", "nonce", "acr", "amr", "azp", "at_hash", "c_hash"]);

type Claims = { readonly [claim: string]: JSONValue | undefined };

/** A verified payload was parsed from JSON. */
function claimsOf(payload: JWTPayload): [string, JSONValue | undefined][] {
  return Object.entries(payload as Claims).filter(([claim]) => !REGISTERED_CLAIMS.has(claim));
}

function subjectOf({ sub, iss }: JWTPayload) {
  const [subject, issuer] = [sub ?? "", iss ?? ""];
  return { tokenIdentifier: `${issuer}|${subject}`, subject, issuer };
}

/** Seconds since the epoch, or a date already formatted by the provider. */
function timeOf(value: JSONValue | undefined): JSONValue | undefined {
  return typeof value === "number" ? new Date(value * 1000).toISOString() : value;
}

function addressOf(value: JSONValue | undefined): JSONValue | undefined {
  return value !== null && typeof value === "object" && "formatted" in value ? value.formatted : value;
}

/** Attributes of a verified OpenID Connect token: standard claims renamed, custom claims as they are. */
export function oidcIdentity(payload: JWTPayload): UserIdentityJson {
  const attributes = claimsOf(payload)
    .filter(([claim]) => !OIDC_TOKEN_CLAIMS.has(claim))
    .map(([claim, value]): [string, JSONValue | undefined] => {
      if (claim === "updated_at") return ["updatedAt", timeOf(value)];
      if (claim === "address") return ["address", addressOf(value)];
      return [STANDARD_CLAIMS.get(claim) ?? claim, value];
    });
  // `fromEntries` gives a claim named like a property of all objects its value, and nothing else.
  return { ...Object.fromEntries(attributes), ...subjectOf(payload) };
}

/** Attributes of a verified `customJwt` token: every claim under its own name, nested ones as "outer.inner". */
export function customJwtIdentity(payload: JWTPayload): UserIdentityJson {
  return { ...Object.fromEntries(claimsOf(payload).flatMap(flatten)), ...subjectOf(payload) };
}

function flatten([claim, value]: [string, JSONValue | undefined]): [string, JSONValue | undefined][] {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [[claim, value]];
  return Object.entries(value).flatMap(([inner, leaf]) => flatten([`${claim}.${inner}`, leaf]));
}
