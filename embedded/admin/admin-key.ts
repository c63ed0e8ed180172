import { randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = "admin-key";
/** The part before "|" is the deployment's name in Convex's own keys; the CLI prints it. */
const PREFIX = "embedded|";
/** Of a key that nobody guesses. */
const MIN_LENGTH = 32;

function newKey(): string {
  return PREFIX + randomBytes(32).toString("hex");
}

/**
 * The key of a data directory, made on first use and readable by its owner only; without a directory, a new one.
 * @throws Error if the file holds something that is no key: an empty one would let everybody in
 */
export function loadAdminKey(dataDir: string | null): string {
  if (dataDir === null) return newKey();
  const path = join(dataDir, FILE);
  if (!existsSync(path)) makeKey(path);
  chmodSync(path, 0o600);
  const key = readFileSync(path, "utf8").trim();
  if (key.length < MIN_LENGTH) throw new Error(`the key in ${FILE} is too short; without the file a new one is made`);
  return key;
}

/** The file is there with its whole content, or not at all. */
function makeKey(path: string): void {
  const temporary = `${path}.new`;
  writeFileSync(temporary, `${newKey()}\n`, { mode: 0o600 });
  renameSync(temporary, path);
}

/** Compares in constant time. */
export function adminKeyCheck(adminKey: string): (candidate: string) => boolean {
  const expected = Buffer.from(adminKey);
  return (candidate) => {
    const given = Buffer.from(candidate);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}
