import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase32, encodeBase32 } from "./base32";
import { decodeId, encodeId, generateInternalId } from "./id";
import { decodeTs, encodeTs } from "./ts";

const internalId = fc.uint8Array({ minLength: 16, maxLength: 16 });
const tableNumber = fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }));

describe("document ids", () => {
  test("match the id that convex-backend pins in its own stability test", () => {
    const bytes = new Uint8Array(16).fill(251);
    for (let i = 1; i < 16; i++) bytes[i] = (bytes[i - 1]! * 251) & 0xff;
    expect(encodeId({ tableNumber: 1017, internalId: bytes })).toBe("z43zp6c3e75gkmz1kfwj6mbbx5sw281h");
  });

  test("decode to what was encoded, for every table number", () => {
    fc.assert(
      fc.property(tableNumber, internalId, (number, bytes) => {
        const id = encodeId({ tableNumber: number, internalId: bytes });
        expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{31,37}$/);
        expect(decodeId(id)).toEqual({ tableNumber: number, internalId: new Uint8Array(bytes) });
      }),
    );
  });

  test("have 31 characters below table 128 and 32 below table 16384", () => {
    const bytes = new Uint8Array(16);
    expect([1, 127, 128, 16_383].map((number) => encodeId({ tableNumber: number, internalId: bytes }).length)).toEqual([
      31, 31, 32, 32,
    ]);
  });

  test("have one spelling: whatever decodes encodes to itself", () => {
    const digits = [..."0123456789abcdefghjkmnpqrstvwxyz"];
    fc.assert(
      fc.property(tableNumber, internalId, fc.nat(), fc.constantFrom(...digits), (number, bytes, at, digit) => {
        const id = encodeId({ tableNumber: number, internalId: bytes });
        const changed = id.slice(0, at % id.length) + digit + id.slice((at % id.length) + 1);
        const decoded = decodeId(changed);
        expect(decoded === null || encodeId(decoded) === changed).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("with a changed last character are rejected", () => {
    const id = encodeId({ tableNumber: 10_001, internalId: new Uint8Array(16).fill(1) });
    const others = [..."0123456789abcdefghjkmnpqrstvwxyz"].map((digit) => id.slice(0, -1) + digit);
    expect(others.filter((other) => decodeId(other) !== null)).toEqual([id]);
  });

  test("malformed strings are rejected without throwing", () => {
    const bad = ["", "no bueno", "1".repeat(31), "i".repeat(32), "é".repeat(32), "a".repeat(10_000), "0".repeat(31)];
    expect(bad.map(decodeId)).toEqual(bad.map(() => null));
    fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => decodeId(text) === null));
  });

  test("end with the day they were made on", () => {
    const id = generateInternalId(Date.UTC(2024, 0, 1), (target) => target.fill(7));
    expect([...id.subarray(0, 14)]).toEqual(Array.from({ length: 14 }, () => 7));
    expect((id[14]! << 8) | id[15]!).toBe(19_723);
  });
});

test("base32 round-trips bytes and rejects foreign characters", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase32(encodeBase32(bytes))).toEqual(new Uint8Array(bytes));
    }),
  );
  expect(["u", "l", "i", "o", "A", "\u00e9", "-"].map(decodeBase32)).toEqual(Array.from({ length: 7 }, () => null));
});

describe("timestamps", () => {
  test("are little-endian base64, as the sync protocol sends them", () => {
    expect(encodeTs(0n)).toBe("AAAAAAAAAAA=");
    expect(encodeTs(1n)).toBe("AQAAAAAAAAA=");
    expect(encodeTs(2n ** 64n - 1n)).toBe("//////////8=");
  });

  test("round-trip", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (ts) => {
        expect(decodeTs(encodeTs(ts))).toBe(ts);
      }),
    );
  });

  test("of another length are refused", () => {
    expect(() => decodeTs("AQ==")).toThrow("expected 8 bytes, got 1");
  });
});
