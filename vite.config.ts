import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { securityFiles, stylesAsFiles } from "./embedded/cli/vite-security.ts";

/** A busy machine is slow, not wrong: what takes this long hangs. */
const PATIENCE = { testTimeout: 20_000, hookTimeout: 20_000 };

/**
 * One file for the build and for the tests.
 * Backend tests (`convex/*.test.ts`) and the behaviours of Convex (`tests/behaviours`) run twice, unchanged: on convex-test, and on the embedded host through the
 * alias `convex-test -> embedded/testing.ts`.
 */
const streamingTests = ["providers", "streaming", "tools"].map((dir) => `convex/${dir}/**/*.test.ts`);

const router = tanstackRouter({
  target: "react",
  autoCodeSplitting: true,
  routesDirectory: "src/routes",
  generatedRouteTree: "src/route-tree.gen.ts",
});

export default defineConfig(({ mode }) => ({
  // Tests import components, not pages: they need neither the generated route tree nor the style sheet.
  plugins: mode === "test" ? [] : [router, react(), tailwindcss(), stylesAsFiles(), securityFiles()],
  resolve: {
    alias: {
      // streamdown bundles an HTML parser (50 kB compressed) for a plugin that we leave out: HTML from a model stays text.
      "rehype-raw": new URL("./src/lib/no-raw-html.ts", import.meta.url).pathname,
      // For browsers it decodes `&name;` by innerHTML, which the policy forbids; this one has a table.
      "decode-named-character-reference": new URL(
        "./node_modules/decode-named-character-reference/index.js",
        import.meta.url,
      ).pathname,
    },
  },
  test: {
    // Vitest leaves a core to itself; with two cores that is one test file at a time, most of it spent waiting.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ["default", "./tests/support/summary-reporter.ts"],
    globalSetup: "tests/support/scratch.ts",
    projects: [
      {
        test: {
          ...PATIENCE,
          name: "pure",
          environment: "node",
          include: ["embedded/**/*.test.ts", "tests/{unit,authority}/**/*.test.ts", ...streamingTests],
        },
      },
      {
        test: {
          ...PATIENCE,
          name: "convex-test",
          environment: "edge-runtime",
          // Slower than on the embedded host, and the same battles.
          env: { SIMULATION_RUNS: "40" },
          include: ["convex/**/*.test.ts", "tests/behaviours/**/*.test.ts", "tests/simulation/**/*.test.ts"],
          exclude: streamingTests,
          server: { deps: { inline: ["convex-test", /@convex-dev/] } },
        },
      },
      {
        resolve: { alias: { "convex-test": new URL("./embedded/testing.ts", import.meta.url).pathname } },
        test: {
          ...PATIENCE,
          name: "embedded",
          environment: "node",
          include: ["convex/**/*.test.ts", "tests/behaviours/**/*.test.ts", "tests/simulation/**/*.test.ts"],
          exclude: streamingTests,
          server: { deps: { inline: [/@convex-dev/] } },
        },
      },
      {
        plugins: [react()],
        test: { ...PATIENCE, name: "dom", environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: "tests/e2e/global-setup.ts",
          // After everything else, one file at a time: a browser and a host want the machine to themselves.
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
}));
