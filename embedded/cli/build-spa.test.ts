import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildSpa } from "./build-spa";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "arena-spa-"));
  symlinkSync(join(process.cwd(), "node_modules"), join(root, "node_modules"));
  mkdirSync(join(root, "src"));
  writeFileSync(join(root, "index.html"), `<script type="module" src="/src/main.ts"></script>`);
  writeFileSync(join(root, "src/main.ts"), `document.title = "arena";`);
});
afterEach(() => rmSync(root, { recursive: true }));

test("builds once, and again only after an input changed", async () => {
  expect(await buildSpa(root)).toBe(true);
  expect(await buildSpa(root)).toBe(false);
  const later = new Date(Date.now() + 5_000);
  utimesSync(join(root, "src/main.ts"), later, later);
  expect(await buildSpa(root)).toBe(true);
});

test("is what people get, whatever the environment of the process that builds", async () => {
  writeFileSync(join(root, "src/main.ts"), `document.title = process.env.NODE_ENV;`);
  expect(process.env.NODE_ENV).toBe("test");
  await buildSpa(root);
  const [script = ""] = readdirSync(join(root, "dist/assets"));
  expect(readFileSync(join(root, "dist/assets", script), "utf8")).toContain("production");
});

test("code that does not build is one clear line", async () => {
  writeFileSync(join(root, "src/main.ts"), "const = 1;");
  await expect(buildSpa(root)).rejects.toMatchObject({ code: "BUILD_FAILED" });
});
