import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CliProject } from "../admin/fixtures/cli";
import { httpClient, mutationRef, queryRef } from "../server/fixtures/test-host";

const unchecked = ["--typecheck", "disable"];

function edit(project: CliProject, file: string, from: string, to: string): void {
  const path = join(project.convexDir, file);
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
}

test("`convex dev --once` loads what is on disk, and refuses what cannot be loaded", async () => {
  const project = await CliProject.open();
  const file = join(project.convexDir, "added.ts");
  const added = () => httpClient(project.host.url).query(queryRef("added:get"), {});
  writeFileSync(file, 'import { query } from "./types";\nexport const get = query({ handler: async () => "new" });\n');
  const pushed = await project.convex("dev", "--once", ...unchecked);
  expect(pushed.stderr).not.toContain("Error");
  expect(pushed.code).toBe(0);
  expect(await added()).toBe("new");
  writeFileSync(file, 'export const get = null;\nthrow new Error("at load");\n');
  const refused = await project.convex("dev", "--once", ...unchecked);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("at load");
  expect(await added()).toBe("new");
});

test("`convex deploy` tells what it changes in the indexes, changes nothing on a dry run, and then does it", async () => {
  const project = await CliProject.open();
  edit(project, "schema.ts", '.index("by_name", ["name"])', '.index("by_name", ["name"]).index("by_value", ["value"])');
  edit(project, "schema.ts", '.index("by_room", ["room", "rank"])', "");
  const seen = () => project.host.engine.app.components.get("")!.schema?.tables.flatMap((t) => t.indexes);
  const dry = await project.convex("deploy", "-y", "--dry-run", ...unchecked);
  expect(dry.stderr).toMatch(/Would delete table indexes:\s+\[-\] notes.by_room/);
  expect(dry.stderr).toMatch(/Would add table indexes:\s+\[\+\] counters.by_value/);
  expect(seen()).toHaveLength(2);
  const done = await project.convex("deploy", "-y", ...unchecked);
  expect(done.stderr).toMatch(/Added table indexes:\s+\[\+\] counters.by_value/);
  expect(done.stderr).toContain("Deployed Convex functions");
  expect(done.code).toBe(0);
  expect(seen()?.map(({ indexDescriptor }) => indexDescriptor)).toEqual(["by_name", "by_value"]);
});

test("`convex deploy` refuses a schema that documents do not fit, and functions of another directory", async () => {
  const project = await CliProject.open();
  await httpClient(project.host.url).mutation(mutationRef("counters:increment"), { names: ["a"] });
  edit(project, "schema.ts", "name: v.string(), value", "name: v.string(), missing: v.string(), value");
  const refused = await project.convex("deploy", "-y", ...unchecked);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("Schema validation failed.");
  expect(refused.stderr).toMatch(/in table "counters" does not match the schema:.*Missing required field `missing`/);
  expect(await httpClient(project.host.url).query(queryRef("counters:pair"), {})).toEqual({ a: 1 });

  const other = await CliProject.open();
  writeFileSync(join(other.convexDir, "elsewhere.ts"), 'export { value } from "./counters";\n');
  const foreign = await other.start(["deploy", "-y", ...unchecked], { host: project.host }).ended;
  expect(foreign.code).toBe(1);
  expect(foreign.stderr).toContain("functions of another directory than its own, which has no elsewhere");
});
