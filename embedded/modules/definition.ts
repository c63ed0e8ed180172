import type { JSONValue } from "convex/values";

/** What a component passes to a child's variable: a text, or the value of a variable of its own. */
export type EnvBinding =
  | { readonly type: "value"; readonly value: string }
  | { readonly type: "envVar"; readonly name: string };

export interface ChildJson {
  readonly name: string;
  /** The child's definition path. */
  readonly path: string;
  readonly env: readonly (readonly [name: string, binding: EnvBinding])[] | null;
}

interface EnvVarJson {
  readonly type: "value";
  /** Validator JSON. */
  readonly value: string;
  readonly optional?: boolean;
}

/** `export()` of a `defineApp()` or `defineComponent()`, as `AppDefinitionAnalysis` of convex/server. */
export interface DefinitionJson {
  readonly definitionType: { readonly type: "app" } | { readonly type: "childComponent"; readonly name: string };
  /** "/api/", the app's only. */
  readonly httpPrefix?: string;
  readonly childComponents: readonly ChildJson[];
  /** "/prefix/" to "_reference/childComponent/name". */
  readonly httpMounts: { readonly [prefix: string]: string };
  readonly exports: JSONValue;
  readonly envVars?: readonly (readonly [name: string, variable: EnvVarJson])[];
}

/** By definition path, "" being the app's. */
export type Definitions = ReadonlyMap<string, DefinitionJson>;

export const NO_COMPONENTS: Definitions = new Map([
  [
    "",
    { definitionType: { type: "app" }, childComponents: [], httpMounts: {}, exports: { type: "branch", branch: [] } },
  ],
]);

/** An imported definition at run time: convex/server's object with the tags of `definitionsPlugin`. */
interface RuntimeDefinition {
  readonly componentDefinitionPath?: string;
  readonly _isRoot?: boolean;
  readonly _childComponents: readonly (readonly [name: string, definition: RuntimeDefinition])[];
  export(): DefinitionJson;
}

/** All definitions that the default export of the app's convex.config uses, directly or not. */
export function readDefinitions(defaultExport: unknown): Definitions {
  const app = defaultExport as RuntimeDefinition | undefined;
  if (typeof app?.export !== "function" || app._isRoot !== true) {
    throw new Error("The default export of `convex/convex.config` must be `defineApp()`.");
  }
  const found = new Map<string, DefinitionJson>();
  const visit = (path: string, definition: RuntimeDefinition) => {
    if (found.has(path)) return;
    found.set(path, definition.export());
    for (const [, child] of definition._childComponents) visit(child.componentDefinitionPath ?? "", child);
  };
  visit("", app);
  return found;
}
