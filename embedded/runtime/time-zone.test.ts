import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("functions live in UTC, wherever the host is", { timeout: 30_000 }, async () => {
  const script = path.join(import.meta.dirname, "fixtures/zoned-process.ts");
  const env = { ...process.env, TZ: "Asia/Tokyo" };
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script], { env });
  expect(JSON.parse(stdout)).toEqual([0, 0, "UTC"]);
});
