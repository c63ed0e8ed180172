import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { STALL_SIGNAL } from "./stall-watchdog";

const SCRIPT = path.join(import.meta.dirname, "fixtures/stalled-process.ts");

async function run(name: string) {
  const child = spawn(process.execPath, ["--import", "tsx", SCRIPT, name], { stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return { stdout, stderr, code, signal };
}

it("a function that cannot be interrupted is named and the process ended", { timeout: 60_000 }, async () => {
  const { stderr, signal } = await run("stalls");
  expect(signal).toBe(STALL_SIGNAL);
  expect(stderr).toMatch(/The host is stopped: regex:stalls has not returned for [\d.]+ seconds/);
});

it("a regular expression that backtracks is finished in linear time", { timeout: 60_000 }, async () => {
  expect(await run("backtracks")).toMatchObject({ stdout: "false", code: 0 });
});
