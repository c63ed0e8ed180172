import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { RawClient } from "../server/fixtures/raw-client";
import { openSecurityHost } from "./fixtures/security-host";

const MIB = 1024 * 1024;

/** Sends a body without announcing its length, until the host has had enough of it. */
function pour(url: string, bytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", headers: { "Content-Type": "application/json" } }, (response) => {
      response.resume();
      resolve(response.statusCode!);
      outgoing.destroy();
    });
    outgoing.on("error", reject);
    const chunk = Buffer.alloc(MIB, "x");
    let left = bytes;
    const more = () => {
      while (left > 0 && !outgoing.destroyed) {
        left -= chunk.length;
        if (!outgoing.write(chunk)) return void outgoing.once("drain", more);
      }
      if (!outgoing.destroyed) outgoing.end();
    };
    more();
  });
}

describe("a request body", () => {
  test("is read up to its limit, whether its length is announced or not", async () => {
    const host = await openSecurityHost();
    expect(await pour(`${host.url}/api/query`, 40 * MIB)).toBe(413);
    const announced = await fetch(`${host.url}/api/mutation`, { method: "POST", body: Buffer.alloc(30 * MIB, "x") });
    expect(announced.status).toBe(413);
    expect((await fetch(`${host.url}/version`)).status).toBe(200);
  });

  test.each([
    ["br", (body: Buffer) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ["gzip", (body: Buffer) => gzipSync(body)],
  ])("that grows beyond its limit when its %s is unpacked is refused", async (encoding, compress) => {
    const host = await openSecurityHost();
    const body = new Uint8Array(compress(Buffer.alloc(40 * MIB, " ")));
    expect(body.length).toBeLessThan(MIB);
    const headers = { "Content-Encoding": encoding, "Content-Type": "application/json" };
    const answer = await fetch(`${host.url}/api/query`, { method: "POST", headers, body });
    expect(answer.status).toBe(413);
  });

  test("that is nested beyond reason is refused, and the host goes on", async () => {
    const host = await openSecurityHost();
    const nested = `{"path":"doors:keep","args":{"value":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`;
    const answer = await fetch(`${host.url}/api/mutation`, { method: "POST", body: nested });
    expect(await answer.json()).not.toMatchObject({ status: "success" });
    expect((await fetch(`${host.url}/version`)).status).toBe(200);
  });
});

test("a frame of the WebSocket beyond its limit ends the connection", async () => {
  const host = await openSecurityHost();
  const client = await RawClient.open(host.url);
  client.connect();
  client.send("x".repeat(25 * MIB));
  expect(await client.closed).toBe(1009);
});
