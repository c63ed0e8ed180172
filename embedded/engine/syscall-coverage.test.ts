import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";

const SOURCE = path.resolve(import.meta.dirname, "../../node_modules/convex/src/server");
const README = readFileSync(path.resolve(import.meta.dirname, "../README.md"), "utf8");

/** Every operation that convex/server can send: its source names each as a string. */
const operations = [
  ...new Set(
    readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .flatMap((file) =>
        Array.from(
          readFileSync(path.join(SOURCE, file), "utf8").matchAll(/"((?:1\.0|storage)\/[A-Za-z_/]+)"/g),
          ([, operation]) => operation!,
        ),
      ),
  ),
];

/** Blobs cannot be JSON, so they have a channel of their own. */
const CALL = `async (ctx, { op }) => {
  const send = async (call) => { try { await call(); return "answered"; } catch (error) { return String(error.message); } };
  if (!op.startsWith("1.0/")) return [await send(() => Convex.jsSyscall(op, {}))];
  return [await send(() => Convex.syscall(op, "{}")), await send(() => Convex.asyncSyscall(op, "{}"))];
}`;

let fixture: FixtureEngine;
beforeAll(async () => {
  fixture = await FixtureEngine.load({
    "ops.js": `import { query, mutation, action } from "./_generated/server";
      export const inQuery = query(${CALL});
      export const inMutation = mutation(${CALL});
      export const inAction = action(${CALL});`,
  });
});
afterAll(() => fixture.remove());

const UNKNOWN = /^Unknown (?:async )?operation|is only available in|is not available/;

it("finds the operations in the library's source", () => {
  expect(operations).toEqual(expect.arrayContaining(["1.0/insert", "1.0/actions/vectorSearch", "storage/getBlob"]));
  expect(operations.length).toBeGreaterThan(35);
});

it.each(operations)("%s is known, and the README says how far", async (op) => {
  const answers = await Promise.all(
    ["ops:inQuery", "ops:inMutation", "ops:inAction"].map((name) => fixture.run(name, { op })),
  );
  const known = (answers.flat() as string[]).filter((answer) => !UNKNOWN.test(answer));
  expect(known).not.toEqual([]);
  const row = README.split("\n").find((line) => line.startsWith("|") && line.includes(`\`${op.replace("1.0/", "")}\``));
  expect(row).toBeDefined();
  const refused = known.every((answer) => answer.startsWith("not supported by the embedded host"));
  expect(row?.includes("not supported")).toBe(refused);
});
