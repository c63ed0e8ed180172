import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { actionRef, httpClient, mutationRef, queryRef } from "../server/fixtures/test-host";
import { CliProject } from "./fixtures/cli";

const unsupported = "not supported by the embedded host";

test("`convex run` calls functions, also internal ones and as others, and lists what there is", async () => {
  const project = await CliProject.open();
  const [ran, asCarol, missing, bad, component, watched] = await Promise.all([
    project.convex("run", "counters:increment", '{"names": ["c"]}'),
    project.convex("run", "misc:callerOfSecret", "--identity", '{"subject": "carol", "issuer": "https://i"}'),
    project.convex("run", "misc:nonsense"),
    project.convex("run", "counters:increment", '{"names": "c"}'),
    project.convex("run", "counters:pair", "--component", "nowhere"),
    project.convex("run", "--inline-query", "return 1"),
  ]);
  expect(ran).toMatchObject({ code: 0, stdout: "1\n" });
  expect(asCarol.stdout).toBe('"carol"\n');
  expect(missing.code).toBe(1);
  expect(missing.stderr).toMatch(/Available functions:[^]*counters:.*increment/);
  expect(bad.code).toBe(1);
  expect(bad.stderr).toContain("ArgumentValidationError");
  expect(component.code).toBe(1);
  expect(component.stderr).toContain("nowhere");
  expect(watched.code).toBe(1);
  expect(watched.stderr).toContain(`${unsupported}: inline queries`);
});

test("`convex run --push` runs what was written a moment ago, and `--watch` follows a query", async () => {
  const project = await CliProject.open();
  const code = 'import { query } from "./types";\nexport const get = query({ handler: async () => "new" });\n';
  writeFileSync(join(project.convexDir, "added.ts"), code);
  const pushed = await project.convex("run", "added:get", "--push", "--typecheck", "disable");
  expect(pushed).toMatchObject({ code: 0, stdout: '"new"\n' });
  const watching = project.start(["run", "counters:pair", "--watch"]);
  await watching.prints(/\{\}/);
  await httpClient(project.host.url).mutation(mutationRef("counters:increment"), { names: ["w"] });
  await watching.prints(/"w": 1/);
});

test("`convex env` sets, gets, lists and removes variables, which functions see at once", async () => {
  const project = await CliProject.open();
  const seen = () => httpClient(project.host.url).query(queryRef("misc:variable"), {});
  expect(await project.convex("env", "set", "FIXTURE_VARIABLE", "one two")).toMatchObject({ code: 0 });
  expect(await seen()).toBe("one two");
  writeFileSync(join(project.root, ".env.more"), "FIXTURE_VARIABLE=other\nFROM_FILE=1\n");
  const [got, missing, listed, piped, refused] = await Promise.all([
    project.convex("env", "get", "FIXTURE_VARIABLE"),
    project.convex("env", "get", "NOT_THERE"),
    project.convex("env", "list", "--include-values"),
    project.start(["env", "set", "FROM_STDIN"], { input: "secret\n" }).ended,
    project.convex("env", "set", "--from-file", ".env.more"),
  ]);
  expect(got).toMatchObject({ code: 0, stdout: "one two\n" });
  expect(missing).toMatchObject({ stdout: "", stderr: expect.stringMatching(/NOT_THERE.* not found/) });
  expect(listed.stdout).toContain("FIXTURE_VARIABLE=one two");
  expect(piped.code).toBe(0);
  expect(project.host.engine.environment.get("FROM_STDIN")).toBe("secret");
  expect(refused.stderr).toContain("already exist");
  expect(project.host.engine.environment.get("FROM_FILE")).toBeUndefined();
  const [forced, removed, invalid] = await Promise.all([
    project.convex("env", "set", "--from-file", ".env.more", "--force"),
    project.convex("env", "remove", "FROM_STDIN"),
    project.convex("env", "set", "not-a-name", "x"),
  ]);
  expect([forced.code, removed.code]).toEqual([0, 0]);
  expect(await seen()).toBe("other");
  expect(project.host.engine.environment.get("FROM_STDIN")).toBeUndefined();
  expect(invalid.code).toBe(1);
  expect(invalid.stderr).toContain("not-a-name");
});

test("`convex data` shows tables and documents, also of the system, in any format", async () => {
  const project = await CliProject.open();
  const empty = await project.convex("data", "counters");
  expect(empty.stderr).toContain("There are no documents in this table.");
  const client = httpClient(project.host.url);
  for (const name of ["a", "b", "c"]) await client.mutation(mutationRef("counters:increment"), { names: [name] });
  const [tables, newest, oldest, lines, system, own, component] = await Promise.all([
    project.convex("data"),
    project.convex("data", "counters", "--limit", "2"),
    project.convex("data", "counters", "--limit", "1", "--order", "asc", "--format", "jsonArray"),
    project.convex("data", "counters", "--format", "jsonLines"),
    project.convex("data", "_scheduled_functions"),
    project.convex("data", "_environment_variables"),
    project.convex("data", "--component", "nowhere"),
  ]);
  expect(tables.stdout).toBe("counters\nnotes\n");
  expect(newest.stdout).toMatch(/"c"[^]*"b"/);
  expect(newest.stdout).not.toContain('"a"');
  expect(newest.stderr).toContain("Showing the 2 most recently created documents");
  expect(JSON.parse(oldest.stdout)).toMatchObject([{ name: "a", value: 1 }]);
  expect(lines.stdout.trim().split("\n")).toHaveLength(3);
  expect(system.stderr).toContain("There are no documents in this table.");
  expect(own.code).toBe(1);
  expect(own.stderr).toContain("There is no table _environment_variables");
  expect(component.stderr).toContain('There is no component "nowhere"');
});

test("`convex logs` tells what ran, and follows what runs", async () => {
  const project = await CliProject.open();
  const client = httpClient(project.host.url);
  await client.query(queryRef("misc:logs"), {});
  const following = project.start(["logs", "--history", "10"]);
  const raw = project.start(["logs", "--jsonl"]);
  const successes = project.start(["logs", "--success"]);
  await following.prints(/\[CONVEX Q\(misc:logs\)\] \[LOG\] 'hello from a query'/);
  await Promise.all([raw.prints(/Watching logs/, "stderr"), successes.prints(/Watching logs/, "stderr")]);
  const crash = async () => {
    await client.mutation(mutationRef("misc:crash"), {}).catch(() => {});
    await client.action(actionRef("misc:incrementTwice"), { name: "x" });
  };
  // The first poll of a client without history only finds out where the log ends.
  const printed = Promise.all([
    following.prints(/\[CONVEX M\(misc:crash\)\] Uncaught Error: deliberate/),
    raw.prints(/"identifier":"misc:crash".*"error":"Uncaught Error: deliberate/),
    successes.prints(/\[CONVEX A\(misc:incrementTwice\)\] Function executed in \d+ ms/),
  ]).then(() => true);
  let done = false;
  while (!done) {
    await crash();
    done = await Promise.race([printed, new Promise<false>((resolve) => setImmediate(resolve, false))]);
  }
  expect(done).toBe(true);
});

test("`convex function-spec` describes every function, on the screen or in a file", async () => {
  const project = await CliProject.open();
  const [shown, written] = await Promise.all([
    project.convex("function-spec"),
    project.convex("function-spec", "--file"),
  ]);
  const spec = JSON.parse(shown.stdout) as { url: string; functions: { identifier?: string }[] };
  expect(spec.url).toBe(project.host.url);
  expect(spec.functions.find(({ identifier }) => identifier === "counters.js:value")).toMatchObject({
    functionType: "Query",
    visibility: { kind: "public" },
    args: { type: "object" },
  });
  expect(written.code).toBe(0);
  const file = readdirSync(project.root).find((name) => name.startsWith("function_spec_"))!;
  expect(JSON.parse(readFileSync(join(project.root, file), "utf8"))).toEqual(spec);
});

test("`convex codegen` writes the types of what is on disk, without a network", async () => {
  const project = await CliProject.open();
  const { convexDir } = project;
  rmSync(join(convexDir, "_generated"), { recursive: true, force: true });
  writeFileSync(join(convexDir, "added.ts"), 'export { value as again } from "./counters";\n');
  expect(await project.convex("codegen", "--typecheck", "disable")).toMatchObject({ code: 0 });
  expect(readFileSync(join(convexDir, "_generated/api.d.ts"), "utf8")).toContain('from "../added.js"');
  expect(existsSync(join(convexDir, "_generated/dataModel.d.ts"))).toBe(true);
});

test("`convex network-test` passes", async () => {
  const project = await CliProject.open();
  const { code, stderr } = await project.convex("network-test");
  expect(stderr).toContain("Network test passed");
  expect(code).toBe(0);
});

test("nothing of it works with a wrong key, and the CLI says why", async () => {
  const project = await CliProject.open();
  const host = { url: project.host.url, adminKey: "embedded|guess" };
  const commands = [
    ["env", "set", "FIXTURE_VARIABLE", "x"],
    ["data"],
    ["run", "misc:secret"],
    ["export", "--path", "x"],
  ];
  const runs = await Promise.all(commands.map((args) => project.start(args, { host }).ended));
  expect(runs.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
  for (const { stderr } of runs) expect(stderr).toContain("The provided admin key was invalid for this instance");
  expect(runs[1]!.stderr).toContain("it needs the admin key of this host");
  expect(project.host.engine.environment.get("FIXTURE_VARIABLE")).toBeUndefined();
});
