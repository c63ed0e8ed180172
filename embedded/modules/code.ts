import { Execution } from "../runtime/execution";
import { evaluateCommonJs } from "../runtime/sandbox";
import { registerSourceMap } from "../runtime/source-maps";
import type { Bundle } from "./bundle";
import type { ModuleExports } from "./functions";

/** A bundle with a name in stack traces. */
export interface Script extends Bundle {
  /** Its own per compilation, so that stacks of old code still find their own source map. */
  readonly filename: string;
}

let compilations = 0;

export function toScript(built: Bundle): Script {
  return { ...built, filename: `convex-${built.environment}-${++compilations}.js` };
}

/** Runs the modules of scripts. Each call makes module state of its own. */
export function evaluateScripts(
  scripts: readonly Script[],
  env: Readonly<Record<string, string>>,
  requireModule?: NodeJS.Require,
): ModuleExports {
  const modules = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { code, filename, environment, sourceMap } of scripts) {
    registerSourceMap(filename, sourceMap);
    const required = environment === "node" ? requireModule : undefined;
    const exports = importExecution(env).run(() => evaluateCommonJs(code, filename, environment, required));
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
