import { version } from "convex";
import type { App, AppFunction, LoadedComponent } from "../modules/types";

const UDF_TYPES = { query: "Query", mutation: "Mutation", action: "Action" } as const;

function analyzedFunction({ path, kind, visibility, args, returns }: AppFunction): object[] {
  if (kind === "httpAction") return [];
  return [
    {
      name: path.slice(path.lastIndexOf(":") + 1),
      pos: null,
      udfType: UDF_TYPES[kind],
      visibility: { kind: visibility },
      args: JSON.stringify(args),
      returns: JSON.stringify(returns ?? { type: "any" }),
    },
  ];
}

function moduleOf({ path }: AppFunction): string {
  return path.slice(0, path.lastIndexOf(":"));
}

function analyzedModules(component: LoadedComponent): object {
  const all = [...component.functions.values()];
  const analyzed = component.modules.map((module) => {
    const functions = all.filter((fn) => moduleOf(fn) === module).flatMap(analyzedFunction);
    return [`${module}.js`, { functions, httpRoutes: null, cronSpecs: null, sourceMapped: null }] as const;
  });
  return Object.fromEntries(analyzed);
}

type ExportTree = Map<string, ExportTree | string>;

/** A component exports its public functions under the names of their modules: "a/b:f" as a.b.f. */
function exportTree({ functions }: LoadedComponent): ExportTree {
  const tree: ExportTree = new Map();
  for (const { path, visibility, kind } of functions.values()) {
    if (visibility !== "public" || kind === "httpAction") continue;
    const names = path.split(/[/:]/);
    let branch = tree;
    for (const name of names.slice(0, -1)) {
      const next = branch.get(name) ?? new Map();
      if (typeof next === "string") throw new Error(`Path ${path} conflicts with existing export`);
      branch.set(name, next);
      branch = next;
    }
    branch.set(names.at(-1) ?? "", `_reference/function/${path}`);
  }
  return tree;
}

function serializedExports(tree: ExportTree): { type: "branch"; branch: unknown[] } {
  const branch = Array.from(tree, ([name, node]) => {
    return [name, typeof node === "string" ? { type: "leaf", leaf: node } : serializedExports(node)];
  });
  return { type: "branch", branch };
}

/** `EvaluatedComponentDefinition` of the CLI's deploy API: what code generation reads. */
function evaluatedDefinition(app: App, component: LoadedComponent): object {
  const path = component.definitionPath;
  return {
    definition: { ...app.definitions.get(path), path, exports: serializedExports(exportTree(component)) },
    schema: component.schema,
    functions: analyzedModules(component),
    udfConfig: { serverVersion: version, importPhaseRngSeed: null, importPhaseUnixTimestamp: null },
  };
}

/** `CheckedComponent` of the CLI's deploy API, which reads nothing but the tree's shape. */
function checkedComponent(app: App, component: LoadedComponent): object {
  const children = Array.from(component.children, ([name, path]) => [name, app.components.get(path)] as const);
  const routes = component.router?.getRoutes().map(([path, method]) => ({ path, method })) ?? null;
  const mounts = children.flatMap(([, child]) => child?.httpPrefix ?? []);
  return {
    definitionPath: component.definitionPath,
    componentPath: component.path,
    args: {},
    childComponents: Object.fromEntries(
      children.flatMap(([name, child]) => (child === undefined ? [] : [[name, checkedComponent(app, child)]])),
    ),
    httpRoutes: { httpModuleRoutes: routes, mounts },
    exports: {},
  };
}

/** The app's providers as the deploy API writes them. */
function appAuth({ authConfig }: App): object[] {
  const providers = (authConfig as { providers?: { applicationID?: string }[] } | null)?.providers ?? [];
  return providers.map((provider) => Object.assign({ applicationID: null }, provider));
}

/** `StartPushResponse` for code that the host compiled itself. */
export function startPushResponse(app: App): object {
  const components = [...app.components.values()];
  // Instances of one definition have the same code.
  const analysis = components.map((component) => [component.definitionPath, evaluatedDefinition(app, component)]);
  const root = components.find(({ path }) => path === "");
  return {
    // Only finish_push compares these, and the host's does not.
    environmentVariables: {},
    externalDepsId: null,
    componentDefinitionPackages: {},
    appAuth: appAuth(app),
    analysis: Object.fromEntries(analysis),
    app: root === undefined ? null : checkedComponent(app, root),
    schemaChange: { allocatedComponentIds: {}, schemaIds: {}, indexDiffs: {} },
  };
}
