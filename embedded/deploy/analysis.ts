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

/** `EvaluatedComponentDefinition` of the CLI's deploy API: what code generation reads. */
function evaluatedComponent(component: LoadedComponent): object {
  const { path } = component;
  const definition = {
    path,
    definitionType: path === "" ? { type: "app" } : { type: "childComponent", name: path.split("/").at(-1)! },
    childComponents: [],
    httpMounts: {},
    exports: { type: "branch", branch: [] },
  };
  return {
    definition,
    schema: component.schema,
    functions: analyzedModules(component),
    udfConfig: { serverVersion: version, importPhaseRngSeed: null, importPhaseUnixTimestamp: null },
  };
}

/** The app's providers as the deploy API writes them. */
function appAuth({ authConfig }: App): object[] {
  const providers = (authConfig as { providers?: { applicationID?: string }[] } | null)?.providers ?? [];
  return providers.map((provider) => Object.assign({ applicationID: null }, provider));
}

/** `StartPushResponse` for code that the host compiled itself. */
export function startPushResponse(app: App): object {
  const analysis = [...app.components.values()].map((component) => [component.path, evaluatedComponent(component)]);
  return {
    // Only finish_push compares these, and the host's does not.
    environmentVariables: {},
    externalDepsId: null,
    componentDefinitionPackages: {},
    appAuth: appAuth(app),
    analysis: Object.fromEntries(analysis),
    app: {
      definitionPath: "",
      componentPath: "",
      args: {},
      childComponents: {},
      httpRoutes: { httpModuleRoutes: null, mounts: [] },
      exports: {},
    },
    schemaChange: { allocatedComponentIds: {}, schemaIds: {}, indexDiffs: {} },
  };
}
