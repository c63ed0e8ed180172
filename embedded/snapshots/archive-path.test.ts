import { expect, test } from "vitest";
import { encodeId } from "../keys/id";
import { parseArchivePath } from "./archive-path";
import { pathPrefix } from "./component-path";

const id = encodeId({ tableNumber: 7, internalId: new Uint8Array(16) });

test.each([
  ["rooms/documents.jsonl", { kind: "documents", component: "", table: "rooms" }],
  ["snapshot/rooms/generated_schema.jsonl", { kind: "schema", component: "", table: "rooms" }],
  [`${pathPrefix("a/b")}_tables/documents.jsonl`, { kind: "documents", component: "a/b", table: "_tables" }],
  [`x/${pathPrefix("a")}_storage/${id}.tar.gz`, { kind: "content", component: "a", id }],
  [`_storage/${id}`, { kind: "content", component: "", id }],
])("%s", (path, entry) => {
  expect(parseArchivePath(path, "")).toEqual(entry);
});

test("what an import does not read is nothing", () => {
  for (const path of ["README.md", "rooms/", "rooms/other.jsonl", "documents.jsonl", "_storage/"]) {
    expect(parseArchivePath(path, "")).toBeNull();
  }
});

test("a snapshot of the app can go to a component", () => {
  expect(parseArchivePath("_components/b/t/documents.jsonl", "a")).toMatchObject({ component: "a/b" });
});

test("names and ids that cannot be are refused", () => {
  expect(() => parseArchivePath("a b/documents.jsonl", "")).toThrow("table name 'a b' invalid");
  expect(() => parseArchivePath("_components/1/t/documents.jsonl", "")).toThrow("component name '1' invalid");
  expect(() => parseArchivePath("_storage/x.png", "")).toThrow("_storage id 'x' invalid");
});
