import path from "node:path";
import { ImportType, init, parse } from "es-module-lexer";
import type { Plugin } from "esbuild";
import { REQUIRE_PACKAGE } from "../runtime/sandbox";

/** What an app's own files import from packages: names by specifier, in order; "*" is the whole namespace. */
export type PackageImports = ReadonlyMap<string, ReadonlySet<string>>;

/** Leaves imports of packages in the code. What tsconfig's `paths` or a workspace resolve to own files stays own. */
export const packagesPlugin: Plugin = {
  name: "convex-packages",
  setup(build) {
    const known = new Map<string, Promise<boolean>>();
    build.onResolve({ filter: /^[^./]/ }, async ({ path: specifier, kind, importer, resolveDir, pluginData }) => {
      if (kind !== "import-statement" || pluginData === RESOLVING) return undefined;
      const resolve = async () => {
        const resolved = await build.resolve(specifier, { kind, importer, resolveDir, pluginData: RESOLVING });
        return resolved.errors.length === 0 && resolved.path.includes(IN_PACKAGE);
      };
      const isPackage = known.get(specifier) ?? resolve();
      known.set(specifier, isPackage);
      return (await isPackage) ? { path: specifier, external: true } : undefined;
    });
  },
};

const IN_PACKAGE = `${path.sep}node_modules${path.sep}`;
const RESOLVING = Symbol("resolving");

/** Makes a bundle of ES modules CommonJS that takes packages from `$package$(specifier)[name]`, line for line. */
export async function linkPackages(code: string): Promise<{ code: string; imports: PackageImports }> {
  await init;
  const [statements, exported] = parse(code);
  const imports = new Map<string, Set<string>>();
  let linked = "";
  let end = 0;
  for (const { t: type, n: specifier, ss: from, se: to } of statements) {
    if (type !== ImportType.Static || specifier === undefined) continue;
    const bindings = bindingsOf(code.slice(from, to));
    imports.set(specifier, new Set([...(imports.get(specifier) ?? []), ...bindings.map(({ name }) => name)]));
    linked += code.slice(end, from) + declaration(specifier, bindings) + newlines(code.slice(from, to));
    end = to;
  }
  // esbuild writes all exports in one statement, at the end.
  linked += code.slice(end, code.lastIndexOf("\nexport {"));
  const properties = exported.map(({ n: name, ln: local }) => `${JSON.stringify(name)}:${local}`);
  return { code: `${linked}\nmodule.exports={${properties.join(",")}};\n`, imports };
}

interface Binding {
  readonly name: string;
  readonly local: string;
}

/** esbuild writes `import d, { a, b as c } from "x"`, `import * as n from "x"` or `import "x"`, and nothing else. */
function bindingsOf(statement: string): Binding[] {
  const clause = /^import\s*([^"']*)/.exec(statement)?.[1] ?? "";
  const named = /\{([^}]*)\}/.exec(clause)?.[1] ?? "";
  const namespace = /\*\s*as\s+([\w$]+)/.exec(clause)?.[1];
  const byDefault = /^(?!from\b)[\w$]+/.exec(clause)?.[0];
  return [
    ...(byDefault === undefined ? [] : [{ name: "default", local: byDefault }]),
    ...(namespace === undefined ? [] : [{ name: "*", local: namespace }]),
    ...named.split(",").flatMap((part) => {
      const [name = "", local = name] = part.trim().split(/\s+as\s+/);
      return name === "" ? [] : [{ name, local }];
    }),
  ];
}

function declaration(specifier: string, bindings: readonly Binding[]): string {
  if (bindings.length === 0) return "";
  const from = `${REQUIRE_PACKAGE}(${JSON.stringify(specifier)})`;
  return `var ${bindings.map(({ name, local }) => `${local}=${from}[${JSON.stringify(name)}]`).join(",")}`;
}

function newlines(text: string): string {
  return "\n".repeat(text.split("\n").length - 1);
}

/** A module that exports what `imports` names, under `exportName`. */
export function packagesModule(imports: PackageImports): string {
  const lines = [...imports].flatMap(([specifier, names]) => {
    const from = JSON.stringify(specifier);
    if (names.size === 0) return [`import ${from};`];
    return Array.from(names, (name) => {
      const exported = JSON.stringify(exportName(specifier, name));
      return name === "*" ? `export * as ${exported} from ${from};` : `export { ${name} as ${exported} } from ${from};`;
    });
  });
  return lines.join("\n");
}

/** The `$package$` of linked code, over the exports of the packages. */
export function requirePackage(imports: PackageImports, exports: Readonly<Record<string, unknown>>) {
  const packages = new Map(
    Array.from(imports, ([specifier, names]) => [
      specifier,
      Object.fromEntries(Array.from(names, (name) => [name, exports[exportName(specifier, name)]])),
    ]),
  );
  return (specifier: string): unknown => packages.get(specifier);
}

function exportName(specifier: string, name: string): string {
  return `${specifier} ${name}`;
}
