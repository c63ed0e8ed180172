import type { App, AppFunction, FunctionKind, LoadedComponent } from "../modules/types";
import type { FunctionSpec, UdfType } from "./types";

const UDF_TYPES: Record<FunctionKind, UdfType> = {
  query: "Query",
  mutation: "Mutation",
  action: "Action",
  httpAction: "HttpAction",
};

/** Every function that clients or other functions can call, HTTP routes included. */
export function functionSpecs(app: App): FunctionSpec[] {
  return [...app.components.values()].flatMap((component) => functions(component).concat(routes(component)));
}

function functions({ path, functions: all }: LoadedComponent): FunctionSpec[] {
  return [...all.values()].filter((fn) => fn.kind !== "httpAction").map((fn) => functionSpec(path, fn));
}

function functionSpec(component: string, fn: AppFunction): FunctionSpec {
  const { kind, visibility, args, returns } = fn;
  return {
    component,
    identifier: fn.path.replace(":", ".js:"),
    functionType: UDF_TYPES[kind],
    visibility,
    args,
    returns,
  };
}

function routes({ path, router }: LoadedComponent): FunctionSpec[] {
  return (router?.getRoutes() ?? []).map(([route, method]) => routeSpec(path, `${method} ${route}`));
}

function routeSpec(component: string, identifier: string): FunctionSpec {
  return { component, identifier, functionType: "HttpAction", visibility: "public", args: null, returns: null };
}
