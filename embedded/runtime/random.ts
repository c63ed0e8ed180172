/** Uniform numbers in [0, 1) with 53 random bits, the same sequence for the same seed. */
export type Random = () => number;

/**
 * sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, passes BigCrush, and is far cheaper than a cipher. Two
 * steps make one double.
 */
export function seededRandom(seed: Uint32Array): Random {
  let [a = 0, b = 0, c = 0, counter = 1] = seed;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return () => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992;
}

export function randomSeed(): Uint32Array {
  return crypto.getRandomValues(new Uint32Array(4));
}

export function fillRandom(random: Random, bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(random() * 256);
}

/** RFC 4122 version 4. */
export function randomUuid(random: Random): string {
  const bytes = new Uint8Array(16);
  fillRandom(random, bytes);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
