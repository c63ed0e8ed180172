import { randomFillSync } from "node:crypto";

export type RandomBytes = (target: Uint8Array) => void;

/** Draws 4 KiB at a time: a call into the crypto module costs more than the id it is for. */
export function cryptoRandomBytes(): RandomBytes {
  const pool = new Uint8Array(4096);
  let used = pool.length;
  return (target) => {
    if (used + target.length > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    target.set(pool.subarray(used, used + target.length));
    used += target.length;
  };
}

/** From a source of uniform numbers in [0, 1). */
export function randomBytesFrom(random: () => number): RandomBytes {
  return (target) => {
    for (let i = 0; i < target.length; i++) target[i] = Math.floor(random() * 256);
  };
}
