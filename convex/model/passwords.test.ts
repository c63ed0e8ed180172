import { expect, it } from "vitest";
import { hashSecret, verifySecret } from "./passwords";

it("a password opens its own hash and no other; each hash is another", async () => {
  const [first, second] = [await hashSecret("correct horse battery"), await hashSecret("correct horse battery")];
  expect(first).toMatch(/^pbkdf2-sha256:600000:[0-9a-f]{32}:[0-9a-f]{64}$/);
  expect(first).not.toBe(second);
  expect(await verifySecret("correct horse battery", first)).toBe(true);
  expect(await verifySecret("correct horse batterx", first)).toBe(false);
  expect(
    await verifySecret(
      "correct horse battery",
      first.replace(/.$/, (end) => (end === "0" ? "1" : "0")),
    ),
  ).toBe(false);
});

it("accents may be typed either way", async () => {
  expect(await verifySecret("Caf\u0065\u0301 au lait", await hashSecret("Caf\u00e9 au lait"))).toBe(true);
});

// A vector of RFC 7914, section 11.
it("is PBKDF2 as everybody else computes it", async () => {
  const key = "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbcca9ccccf07cfa7b5ddb2fe2ef4a59bdc".slice(
    0,
    64,
  );
  expect(await verifySecret("passwd", `pbkdf2-sha256:1:${hex("salt")}:${key}`)).toBe(true);
});

it.each(["", "scrypt:1:00:00", `pbkdf2-sha256:0x1:00:${"0".repeat(64)}`, "pbkdf2-sha256:1:00:", "a:b:c:d:e"])(
  "%j is no hash",
  async (hash) => expect(await verifySecret("", hash)).toBe(false),
);

function hex(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
