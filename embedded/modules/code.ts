import { Execution } from "../runtime/execution";
import { compileCommonJs, type CompiledBundle } from "../runtime/sandbox";
import { registerSourceMap } from "../runtime/source-maps";
import type { Bundle } from "./bundle";
import type { ModuleExports } from "./functions";

/** A bundle with a name in stack traces. */
export interface Script extends Bundle {
  /** Its own per compilation, so that stacks of old code still find their own source map. */
  readonly filename: string;
  /** Throws a SyntaxError. */
  readonly compiled: () => CompiledBundle;
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
  requireModule?: NodeJS.Require,
): ModuleExports {
  const modules = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { code, filename, environment, sourceMap, compiled } of scripts) {
    registerSourceMap(filename, sourceMap, code);
    const required = environment === "node" ? requireModule : undefined;
    const exports = importExecution(env).run(() => compiled()(required));
    for (const [module, namespace] of Object.entries(exports))
      modules.set(module, namespace as Record<string, unknown>);
  }
  return modules;
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
