import { describe, expect, test } from "vitest";
import { openHost, signToken } from "./fixtures/test-host";

describe("the site port", () => {
  test("gives HTTP actions the whole request, and sends their whole answer", async () => {
    const host = await openHost();
    const response = await fetch(`${host.siteUrl}/echo?x=1`, {
      method: "POST",
      body: "héllo",
      headers: { Authorization: `Bearer ${await signToken(host)}` },
    });
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.json()).toEqual({ url: `${host.siteUrl}/echo?x=1`, text: "héllo", subject: "alice" });
  });

  test("leaves other uses of the Authorization header to the action", async () => {
    const { siteUrl } = await openHost();
    for (const Authorization of ["Bearer webhook-secret", "Basic aGk6aGk="]) {
      const response = await fetch(`${siteUrl}/echo`, { method: "POST", headers: { Authorization } });
      expect(await response.json()).toMatchObject({ subject: null });
    }
  });

  test("answers 404 where the app has no route", async () => {
    const { siteUrl } = await openHost();
    expect((await fetch(`${siteUrl}/nothing`)).status).toBe(404);
    expect((await fetch(`${siteUrl}//evil.example/x`)).status).toBe(404);
  });

  test("streams an answer as it is made, and tells the action when the client goes away", async () => {
    const { siteUrl } = await openHost();
    const client = new AbortController();
    const response = await fetch(`${siteUrl}/stream`, { signal: client.signal });
    const reader = response.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("first");
    expect(await (await fetch(`${siteUrl}/cancelled`)).text()).toBe("0");
    client.abort();
    let cancelled = "0";
    while (cancelled === "0") cancelled = await (await fetch(`${siteUrl}/cancelled`)).text();
    expect(cancelled).toBe("1");
  });

  test("serves the key set that verifies the host's tokens", async () => {
    const host = await openHost();
    const { keys } = (await (await fetch(`${host.siteUrl}/.well-known/jwks.json`)).json()) as { keys: object[] };
    expect(keys).toEqual([expect.objectContaining({ kty: "RSA", use: "sig" })]);
    expect(keys[0]).not.toHaveProperty("d");
  });
});
