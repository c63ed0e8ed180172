/**
 * How passwords are stored: PBKDF2-HMAC-SHA-256 with what OWASP recommends, as "pbkdf2-sha256:600000:<salt>:<key>". Web Crypto does it
 * natively, here as on Convex, and beside the event loop in Node.
 */
const NAME = "pbkdf2-sha256";
const ITERATIONS = 600_000;
const SALT_BYTES = 16;
const KEY_BITS = 256;

export async function hashSecret(secret: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return [NAME, ITERATIONS, toHex(salt), toHex(await derive(secret, salt, ITERATIONS))].join(":");
}

/** False for anything that is no such hash, too. */
export async function verifySecret(secret: string, hash: string): Promise<boolean> {
  const [name, iterations = "", salt = "", key = ""] = hash.split(":");
  if (name !== NAME || !/^\d{1,8}$/.test(iterations) || key.length !== KEY_BITS / 4) return false;
  return isSame(toHex(await derive(secret, fromHex(salt), Number(iterations))), key);
}

/** The same text may be typed with composed or with combined accents. */
async function derive(secret: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(secret.normalize("NFKC"));
  const key = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, KEY_BITS),
  );
}

/** Takes as long wherever the first difference is. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
