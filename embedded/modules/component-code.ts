import { bundle } from "./bundle";
import { toScript, type Script } from "./code";
import { configFiles, entryPoints, filesBelow } from "./entry-points";
import { stampOf } from "./stamp";

interface Compiled {
  readonly script: Script;
  readonly stamp: string;
}

/**
 * Packages do not change between reloads, and hosts of one process use the same ones: compiling all of the official
 * components takes about half a second, comparing their files a few milliseconds.
 */
const compiled = new Map<string, Compiled>();

/** The code of a component's directory, compiled anew only if one of the files it is made of has changed. */
export async function componentScript(dir: string): Promise<Script> {
  const known = compiled.get(dir);
  if (known !== undefined && known.stamp === stampOf([...filesBelow(dir), ...known.script.inputs])) return known.script;
  const entries = [...entryPoints(dir), ...configFiles(dir).filter(({ module }) => module === "schema")];
  if (entries.some(({ environment }) => environment === "node")) {
    throw new Error(`"use node" directive is not supported in components. Remove it from the component at: ${dir}.`);
  }
  const script = toScript(await bundle({ convexDir: dir, environment: "isolate", entries, externalPackages: [] }));
  compiled.set(dir, { script, stamp: stampOf([...filesBelow(dir), ...script.inputs]) });
  return script;
}
