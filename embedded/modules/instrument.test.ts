import path from "node:path";
import * as esbuild from "esbuild";
import { parseAst } from "vite";
import { describe, expect, it } from "vitest";
import { insertedBefore, SPEND, withoutFuel } from "../runtime/fuel";
import { instrument } from "./instrument";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");

async function print(contents: string): Promise<string> {
  const { code } = await esbuild.transform(contents, { minifySyntax: true, target: "node20" });
  return code;
}

async function bundleOf(...modules: string[]): Promise<string> {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: modules.map((name, i) => `export * as m${i} from "${name}";`).join("\n"),
      resolveDir: REPOSITORY,
    },
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    minifySyntax: true,
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Where fuel must be spent, by a real parser: in each loop, and in each function that calls and is no directive's. */
function spendingPoints(code: string): number {
  let points = 0;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const { type, body } = node as Node;
    if (typeof type === "string") {
      if (/^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(type)) points += 1;
      if (/Function/.test(type) && !startsWithDirective(body) && !isLeaf(body as Node, code)) points += 1;
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(parseAst(code, { lang: "js" }).body);
  return points;
}

/** A block that can neither call nor repeat anything. */
function isLeaf({ type, start, end }: Node, code: string): boolean {
  return type === "BlockStatement" && !/[({'"`/]/.test(code.slice(start + 1, end));
}

function startsWithDirective(body: unknown): boolean {
  const block = body as Node | null;
  const [first] = block?.type === "BlockStatement" ? (block["body"] as Node[]) : [];
  const expression = first?.["expression"] as Node | undefined;
  return (
    first?.type === "ExpressionStatement" && expression?.type === "Literal" && typeof expression["value"] === "string"
  );
}

function spends(code: string): number {
  return Object.values(SPEND).reduce((sum, text) => sum + code.split(text).length - 1, 0);
}

describe("spends fuel in every loop and function", () => {
  it.each([
    ["for with a block", "for (let i = 0; i < n; i++) { a(i); b(); }", 1],
    ["for without a block", "for (;;) if (a()) b(); else c();", 1],
    ["an else after a loop without a block", "if (x) for (const y of z) if (y) a(); else; else b();", 1],
    ["for await", "b = async () => { for await (const x of y) a(x); };", 2],
    ["while and do", "do a(); while (b()); while (c()) d();", 2],
    ["nested loops", "for (const a of b) for (const c in d) while (e) f();", 3],
    [
      "functions and methods",
      "class A extends b(C) { constructor() { super(); } get x() { return d() } static async *y() { e() } catch(z) { z() } }",
      4,
    ],
    [
      "not in functions that can neither call nor repeat",
      "function a(b, c) { return b << c | b >>> 32 - c } d = function() {}",
      0,
    ],
    ["arrow functions", "a((x) => x + 1, async (y) => ({ y }), (z) => { a(z); b(z); }, w => v => w / v)", 5],
    ["directives stay first", 'x(function () { "use strict"; y(); }); while (z) w();', 1],
    [
      "not in strings, templates, regular expressions and comments",
      "a(`for (;;) ${b(`while (${c(() => d)})`)}`, 'while (', /for \\(/, c / d / e, f++ / 2)",
      1,
    ],
    [
      "not in words that are no keywords",
      "a.for (b); c = { while: 1, do() { g(); } }; switch (d) { case /e/.f: g(); }",
      1,
    ],
  ])("%s", async (_, source, points) => {
    const code = await print(source);
    const result = instrument(code);
    expect(() => parseAst(result)).not.toThrow();
    expect(spends(result)).toBe(points);
    expect(withoutFuel(result)).toBe(code);
  });
});

it.each([
  ["convex", ["convex/server", "convex/values", "convex/browser"]],
  [
    "component packages",
    ["@convex-dev/auth/server", "@convex-dev/workflow", "@convex-dev/aggregate", "convex-helpers/server/zod4"],
  ],
  ["large packages", ["openai", "react-dom/server", "jose", "fast-check"]],
])("finds what a parser finds in the code of %s", { timeout: 30_000 }, async (_, modules) => {
  const code = await bundleOf(...modules);
  const result = instrument(code);
  expect(spends(result)).toBe(spendingPoints(code));
  expect(() => parseAst(result)).not.toThrow();
  expect(result.split("\n")).toHaveLength(code.split("\n").length);
});

it.each(["throw", "Error", "w.fail"])("knows how far the column of %s has moved", async (word) => {
  const code = await print("for (const x of y) throw new Error(x); z((w) => w.fail());");
  const columnIn = (text: string) => {
    const line = text.split("\n").find((candidate) => candidate.includes(word))!;
    return { line, column: line.indexOf(word) };
  };
  const { line, column } = columnIn(instrument(code));
  expect(column - insertedBefore(line, column)).toBe(columnIn(code).column);
});
