import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ALLOWED_LICENCES, licencesPage } from "../support/licences";
import { readLockfile } from "../support/lockfile";

/** The lockfile says what is installed everywhere: from the public registry, unchanged, and without scripts of its own. */

const { root, packages } = readLockfile();
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
};
const pathsWhere = (wrong: (entry: (typeof packages)[number]) => boolean) =>
  packages.filter(wrong).map(({ path, resolved }) => `${path} ${resolved ?? ""}`);

test("no package names another place than the public registry", () => {
  expect(packages.length).toBeGreaterThan(500);
  const npm = "https://registry.npmjs.org/";
  expect(pathsWhere(({ resolved = npm }) => !resolved.startsWith(npm))).toEqual([]);
});

test("every package is checked against its SHA-512", () => {
  expect(pathsWhere(({ integrity }) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""))).toEqual([]);
});

test("a package runs a script when it is installed only if package.json allows it by name", () => {
  expect(pathsWhere(({ hasInstallScript, name }) => hasInstallScript === true && !manifest.allowScripts[name])).toEqual(
    [],
  );
});

test("package.json and the lockfile ask for the same, by version and never by address", () => {
  expect(root.dependencies).toEqual(manifest.dependencies);
  expect(root.devDependencies).toEqual(manifest.devDependencies);
  const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(asked.filter(([, range]) => !/^(npm:[\w@/-]+@)?[~^]?\d+\.\d+\.\d+$/.test(range))).toEqual([]);
});

test("every licence is one that we allow, and docs/licences.md names every package", () => {
  expect(pathsWhere(({ license }) => !ALLOWED_LICENCES.has(license ?? ""))).toEqual([]);
  expect(words(readFileSync("docs/licences.md", "utf8"))).toEqual(words(licencesPage(packages)));
});

/** Line breaks are the formatter's. */
function words(text: string): string[] {
  return text.split(/\s+/);
}
