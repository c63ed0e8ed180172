import { ESLint } from "eslint";
import { expect, test, vi } from "vitest";

// Linting with types loads the whole program once.
vi.setConfig({ testTimeout: 60_000 });

const eslint = new ESLint({ overrideConfig: { rules: {} } });

/** The zone messages that ESLint gives for a file at `path` which imports `specifier`. */
async function violations(path: string, specifier: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import { x } from "${specifier}";\nexport const y = x;\n`, {
    filePath: path,
  });
  return (result?.messages ?? [])
    .filter((message) => message.ruleId === "import/no-restricted-paths")
    .map((message) => message.message);
}

// Every import target below exists, because the rule looks at resolved files.
test.each([
  ["src/lib/errors.ts", "../../embedded/main"],
  ["src/lib/errors.ts", "../../convex/schema"],
  ["src/lib/errors.ts", "../../convex/providers/select"],
  ["src/lib/errors.ts", "../routes/index"],
  ["src/lib/errors.ts", "../features/battle/live-text"],
  ["src/features/lobby/rejected.ts", "../battle/live-text"],
  ["convex/model/turns.ts", "../turns"],
  ["convex/model/turns.ts", "../providers/select"],
  ["convex/model/turns.ts", "../streaming/batcher"],
  ["convex/streaming/batcher.ts", "../_generated/server"],
  ["convex/providers/select.ts", "../_generated/api"],
  ["convex/providers/select.ts", "../streaming/batcher"],
  ["convex/providers/select.ts", "../tools/toolbox"],
  ["convex/model/turns.ts", "../tools/toolbox"],
  ["convex/tools/toolbox.ts", "../streaming/batcher"],
  ["convex/tools/toolbox.ts", "../providers/select"],
  ["convex/tools/toolbox.ts", "../_generated/api"],
  ["convex/rooms.ts", "../embedded/main"],
  ["embedded/main.ts", "../convex/schema"],
  ["embedded/store/types.ts", "../engine/types"],
  ["embedded/engine/types.ts", "../server/api-server"],
])("%s may not import %s", async (path, specifier) => {
  expect(await violations(path, specifier)).toHaveLength(1);
});

test.each([
  ["src/lib/errors.ts", "../../convex/_generated/api"],
  ["src/lib/errors.ts", "../../convex/model/textHash"],
  ["src/routes/index.tsx", "../features/battle/live-text"],
  ["convex/fight.ts", "./streaming/batcher"],
  ["convex/fight.ts", "./providers/select"],
  ["convex/fight.ts", "./tools/toolbox"],
  ["convex/streaming/lane.ts", "../tools/toolbox"],
  ["convex/tools/toolbox.ts", "../providers/provider"],
  ["embedded/engine/types.ts", "../store/types"],
])("%s may import %s", async (path, specifier) => {
  expect(await violations(path, specifier)).toEqual([]);
});
