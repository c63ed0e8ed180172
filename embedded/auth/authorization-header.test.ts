import { describe, expect, test } from "vitest";
import type { App } from "../modules/types";
import { AppAuthenticator } from "./app-authenticator";
import { authenticateHeader } from "./authorization-header";

const app: App = { definitions: new Map(), components: new Map(), authConfig: null };
const authenticator = new AppAuthenticator({ app }, (key) => key === "host|secret");
const authenticate = (header?: string) => authenticateHeader(header, authenticator);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");

describe("the Authorization header", () => {
  test("may be absent", async () => {
    expect(await authenticate(undefined)).toEqual({ identity: { kind: "none" }, expiresAt: null });
  });

  test("with the admin key is the administrator", async () => {
    expect((await authenticate("Convex host|secret")).identity).toEqual({ kind: "admin" });
  });

  test("may name an identity to act as", async () => {
    const identity = { subject: "s", issuer: "https://i", name: "Ünal" };
    expect((await authenticate(`Convex host|secret:${base64(identity)}`)).identity).toEqual({
      kind: "admin",
      actingAs: { ...identity, tokenIdentifier: "https://i|s" },
    });
  });

  test.each([
    ["a wrong admin key", "Convex host|guess", "BadAdminKey"],
    ["an empty admin key", "Convex ", "InvalidAuthHeader"],
    ["an unreadable identity", "Convex host|secret:%%%", "BadAdminKey"],
    ["another scheme", "Basic aGk6aGk=", "InvalidAuthHeader"],
    [
      "a token while no provider is configured",
      `Bearer ${base64({ alg: "none" })}.${base64({ iss: "i" })}.`,
      "NoAuthProvider",
    ],
  ])("is refused with %s", async (_name, header, code) => {
    await expect(authenticate(header)).rejects.toMatchObject({ name: "AuthenticationError", code });
  });
});
