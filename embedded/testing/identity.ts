import type { UserIdentity } from "convex/server";
import type { Identity, UserIdentityJson } from "../engine/types";

/** Claims by the attributes of `UserIdentity` that are made of them; others are claims by their own name. */
const CLAIMS: Readonly<Record<string, string>> = {
  subject: "sub",
  issuer: "iss",
  givenName: "given_name",
  familyName: "family_name",
  preferredUsername: "preferred_username",
  profileUrl: "profile",
  pictureUrl: "picture",
  emailVerified: "email_verified",
  birthday: "birthdate",
  timezone: "zoneinfo",
  language: "locale",
  phoneNumber: "phone_number",
  phoneNumberVerified: "phone_number_verified",
  updatedAt: "updated_at",
};

/** Fills in what the test left out, the same way for the same attributes. */
export function testIdentity(given: Partial<UserIdentity>): Identity {
  const subject = given.subject ?? String(hash(JSON.stringify(given)));
  const issuer = given.issuer ?? "https://convex.test";
  const tokenIdentifier = given.tokenIdentifier ?? `${issuer}|${subject}`;
  const attributes = { ...given, subject, issuer, tokenIdentifier } as UserIdentityJson;
  return { kind: "user", attributes, token: unsignedJwt(attributes) };
}

/** The token the test pretends to be authenticated with. Whatever claims it gives, these are the issuer and the subject. */
function unsignedJwt(attributes: UserIdentityJson): string {
  const claims = Object.entries(attributes)
    .filter(([name, value]) => name !== "tokenIdentifier" && value !== undefined)
    .map(([name, value]) => [Object.hasOwn(CLAIMS, name) ? CLAIMS[name] : name, value]);
  const { issuer: iss, subject: sub } = attributes;
  return `${encode({ alg: "none", typ: "JWT" })}.${encode({ ...Object.fromEntries(claims), iss, sub })}.`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function hash(text: string): number {
  let value = 0;
  for (let i = 0; i < text.length; i++) value = (Math.imul(value, 31) + text.charCodeAt(i)) | 0;
  return value;
}
