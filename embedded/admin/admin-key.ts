import { randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = "admin-key";
/** The part before "|" is the deployment's name in Convex's own keys; the CLI prints it. */
const PREFIX = "embedded|";

function newKey(): string {
  return PREFIX + randomBytes(32).toString("hex");
}

/** The key of a data directory, made on first use and readable by its owner only; without a directory, a new one. */
export function loadAdminKey(dataDir: string | null): string {
  if (dataDir === null) return newKey();
  const path = join(dataDir, FILE);
  if (!existsSync(path)) writeFileSync(path, `${newKey()}\n`, { mode: 0o600, flag: "wx" });
  chmodSync(path, 0o600);
  return readFileSync(path, "utf8").trim();
}

/** Compares in constant time. */
export function adminKeyCheck(adminKey: string): (candidate: string) => boolean {
  const expected = Buffer.from(adminKey);
  return (candidate) => {
    const given = Buffer.from(candidate);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}
