import { expect, test } from "vitest";
import { parseMediaType } from "./media-type";

test.each([
  ["text/plain", "text/plain"],
  ["Image/SVG+XML", "image/svg+xml"],
  ["text/html; charset=UTF-8", "text/html; charset=UTF-8"],
  ['multipart/form-data; boundary="a b"', 'multipart/form-data; boundary="a b"'],
  ["application/vnd.api+json;version=1;q=2", "application/vnd.api+json;version=1;q=2"],
])("%s", (text, parsed) => {
  expect(parseMediaType(text)).toBe(parsed);
});

test.each([
  "",
  "text",
  "text/",
  "/plain",
  "text/plain/x",
  "text plain/x",
  "text/plain; charset",
  "text/plain\r\nX: y",
  "tëxt/plain",
])("%j is none", (text) => {
  expect(parseMediaType(text)).toBeNull();
});
