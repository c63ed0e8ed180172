import convex from "@convex-dev/eslint-plugin";
import importPlugin from "eslint-plugin-import";
import fs from "node:fs";
import tseslint from "typescript-eslint";

/**
 * oxlint checks the code; ESLint adds what it cannot: the typed rules of Convex over `convex/`, and who may import what.
 * The zones below are the picture in docs/architecture.md; tests/unit/boundaries.test.ts proves that they reject.
 */
const source = ["convex", "src", "embedded", "tests", "bench"];
const zone = (target, from, message, except = []) => ({ target, from, message, except });
const features = fs.existsSync("src/features") ? fs.readdirSync("src/features") : [];

const zones = [
  ...source.filter((dir) => dir !== "convex").map((dir) => zone("./convex", `./${dir}`, "convex/ imports only itself")),
  zone("./convex/model", "./convex/providers", "model knows no provider", ["./provider.ts", "./sparring/catalogue.ts"]),
  zone("./convex/model", "./convex/streaming", "model knows no streaming"),
  zone("./convex/model", "./convex/tools", "model knows no tool"),
  zone("./convex/model", "./convex", "model imports no API file", [
    "./model",
    "./_generated",
    "./providers",
    "./streaming",
    "./tools",
    "./schema.ts",
  ]),
  ...["providers", "streaming", "tools"].map((dir) =>
    zone(`./convex/${dir}`, "./convex", `${dir} imports no ctx and nothing generated`, [
      "./providers",
      "./streaming",
      "./tools",
      "./model",
    ]),
  ),
  zone("./convex/providers", "./convex/streaming", "providers know nothing of streaming"),
  zone("./convex/providers", "./convex/tools", "providers know no tool"),
  zone("./convex/tools", "./convex/streaming", "tools know nothing of streaming"),
  zone("./convex/tools", "./convex/providers", "tools know no provider", ["./provider.ts"]),
  ...["embedded", "tests", "bench"].map((dir) => zone("./src", `./${dir}`, "src runs in a browser")),
  zone("./src", "./convex", "src imports generated code, model types and pure validators only", [
    "./_generated",
    "./model",
  ]),
  ...["convex", "src", "tests", "bench"].map((dir) =>
    zone("./embedded", `./${dir}`, "embedded loads convex/ dynamically"),
  ),
  zone(["./src/components", "./src/hooks", "./src/lib"], "./src/features", "shared code knows no feature"),
  zone(
    ["./src/components", "./src/hooks", "./src/lib", "./src/features"],
    "./src/routes",
    "only the router knows routes",
  ),
  ...features.map((name) =>
    zone(`./src/features/${name}`, "./src/features", "no feature imports another", [`./${name}`]),
  ),
  ...["keys", "validate", "store", "query", "search", "files"].map((dir) =>
    zone(`./embedded/${dir}`, "./embedded", "the data layer knows nothing of functions or sockets", [
      "./keys",
      "./validate",
      "./store",
      "./query",
      "./search",
      "./files",
    ]),
  ),
  ...["runtime", "modules", "engine", "crons"].map((dir) =>
    zone(
      `./embedded/${dir}`,
      [
        "./embedded/sync",
        "./embedded/server",
        "./embedded/admin",
        "./embedded/deploy",
        "./embedded/auth",
        "./embedded/cli",
        "./embedded/snapshots",
      ],
      "the engine knows nothing of HTTP",
    ),
  ),
];

export default [
  // oxlint reads the disable directives.
  { linterOptions: { reportUnusedDisableDirectives: false } },
  { ignores: ["dist/**", "convex/_generated/**", "src/route-tree.gen.ts", "**/fixtures/**"] },
  {
    files: source.map((dir) => `${dir}/**/*.{ts,tsx}`),
    languageOptions: { parser: tseslint.parser },
    plugins: { import: importPlugin },
    settings: { "import/resolver": { node: { extensions: [".ts", ".tsx", ".js"] } } },
    rules: { "import/no-restricted-paths": ["error", { zones }] },
  },
  {
    // Tests beside the source share what stands in tests/support.
    files: ["**/*.test.{ts,tsx}"],
    rules: { "import/no-restricted-paths": ["error", { zones: zones.filter(({ from }) => from !== "./tests") }] },
  },
  ...convex.configs.recommended,
  {
    files: ["convex/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@convex-dev/import-wrong-runtime": "error",
      "@convex-dev/no-filter-in-query": "error",
      "@convex-dev/no-collect-in-query": "error",
      "@convex-dev/no-top-of-hour-crons": "error",
    },
  },
];
