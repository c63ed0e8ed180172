import { Execution } from "../runtime/execution";
import { compileCommonJs, type CompiledBundle, type RequireModule } from "../runtime/sandbox";
import { registerSourceMap } from "../runtime/source-maps";
import type { Bundle } from "./bundle";
import type { ModuleExports } from "./functions";
import { requirePackage, type PackageImports } from "./packages";

/** A bundle with a name in stack traces. */
export interface Script extends Bundle {
  /** Its own per compilation, so that stacks of old code still find their own source map. */
  readonly filename: string;
  /** Throws a SyntaxError. */
  readonly compiled: () => CompiledBundle;
  /** Packages that it takes from another script. */
  readonly packages?: { readonly script: Script; readonly imports: PackageImports };
}

let compilations = 0;

export function toScript(built: Bundle): Script {
  const filename = `convex-${built.environment}-${++compilations}.js`;
  let compiled: CompiledBundle | undefined;
  return {
    ...built,
    filename,
    compiled: () => (compiled ??= compileCommonJs(built.code, filename, built.environment)),
  };
}

/** Runs the modules of scripts. Each call makes module state of its own. */
export function evaluateScripts(
  scripts: readonly Script[],
  env: Readonly<Record<string, string>>,
  requireModule?: RequireModule,
): ModuleExports {
  const modules = new Map<string, Readonly<Record<string, unknown>>>();
  for (const script of scripts) {
    const { environment, packages } = script;
    const required = environment === "node" ? requireModule : packages && evaluatePackages(packages, env);
    for (const [module, namespace] of Object.entries(run(script, env, required)))
      modules.set(module, namespace as Record<string, unknown>);
  }
  return modules;
}

function evaluatePackages({ script, imports }: NonNullable<Script["packages"]>, env: Readonly<Record<string, string>>) {
  return requirePackage(imports, run(script, env));
}

function run(
  { code, filename, sourceMap, compiled }: Script,
  env: Readonly<Record<string, string>>,
  required?: RequireModule,
): Record<string, unknown> {
  registerSourceMap(filename, sourceMap, code);
  return importExecution(env).run(() => compiled()(required));
}

function importExecution(env: Readonly<Record<string, string>>): Execution {
  return new Execution({
    kind: "import",
    name: "module evaluation",
    env,
    syscalls: { sync: refuseSyscall, async: refuseSyscall, js: refuseSyscall },
    log: (level, args) => globalThis.console[level.toLowerCase() as Lowercase<typeof level>](...args),
  });
}

function refuseSyscall(op: string): never {
  throw new Error(`Syscall ${op} is not available while modules are evaluated. Move the call into a function.`);
}
