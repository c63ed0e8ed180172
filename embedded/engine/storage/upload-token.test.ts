import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { UploadTokens } from "./upload-token";

const KEY = Buffer.from("a key of the data directory");
const tokens = new UploadTokens(KEY);

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const invalid = expect.objectContaining({ kind: "unauthenticated", code: "StorageTokenInvalid" });

test("names the component that may be uploaded to, after a restart too", () => {
  expect(tokens.check(tokens.issue(""))).toBe("");
  expect(new UploadTokens(KEY).check(tokens.issue("a/b"))).toBe("a/b");
});

test("no two are the same", () => {
  expect(tokens.issue("")).not.toBe(tokens.issue(""));
});

test("ends after an hour", () => {
  const token = tokens.issue("");
  vi.advanceTimersByTime(3_599_000);
  expect(tokens.check(token)).toBe("");
  vi.advanceTimersByTime(1000);
  expect(() => tokens.check(token)).toThrow(
    expect.objectContaining({
      kind: "unauthenticated",
      code: "StorageTokenExpired",
      message: "Store File Authorization expired",
    }),
  );
});

test("of another key is refused", () => {
  expect(() => tokens.check(new UploadTokens(Buffer.from("another")).issue(""))).toThrow(invalid);
});

test("that was changed is refused", () => {
  const [payload = "", signature = ""] = tokens.issue("").split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, component: "admin" })).toString("base64url");
  for (const token of [`${forged}.${signature}`, payload, `${payload}.`, `.${signature}`, ".", "", "x.y.z"]) {
    expect(() => tokens.check(token)).toThrow(invalid);
  }
});
