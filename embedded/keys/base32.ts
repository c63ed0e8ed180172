/** Crockford's alphabet in lower case; decoding is strict. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

const DIGITS = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 32; digit++) DIGITS[ALPHABET.charCodeAt(digit)] = digit;

export function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(buffer >>> (bits - 5)) & 31]!;
  }
  return bits === 0 ? text : text + ALPHABET[(buffer << (5 - bits)) & 31]!;
}

/** Null unless `text` is exactly what `encodeBase32` gives for some bytes, so equal bytes have one spelling. */
export function decodeBase32(text: string): Uint8Array | null {
  const bytes = new Uint8Array((text.length * 5) >>> 3);
  let length = 0;
  let bits = 0;
  let buffer = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = DIGITS[text.charCodeAt(i)] ?? -1;
    if (digit === -1) return null;
    buffer = ((buffer << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (buffer >>> bits) & 0xff;
    }
  }
  const unused = buffer & ((1 << bits) - 1);
  return bits < 5 && unused === 0 ? bytes : null;
}
