import type { App, AppFunction, FunctionKind } from "../modules/types";
import { RequestError } from "../runtime/errors";
import type { SyscallArgs } from "../runtime/execution";

export interface FunctionAddress {
  readonly component: string;
  /** "rooms:list" */
  readonly path: string;
}

const HANDLE = "function://";

/** "rooms.js:list" and "rooms:list" are the same; a path without a name is the module's default export. */
export function normalizePath(path: string): string {
  const colon = path.lastIndexOf(":");
  const [module, name] = colon === -1 ? [path, "default"] : [path.slice(0, colon), path.slice(colon + 1)];
  return `${module.replace(/\.js$/, "")}:${name}`;
}

/** Finds a function of one kind, or throws with Convex's text. */
export function resolveFunction(
  app: App,
  address: FunctionAddress,
  options: { kind?: FunctionKind; visibility: "public" | "any" },
): AppFunction {
  const path = normalizePath(address.path);
  const found = app.components.get(address.component)?.functions.get(path);
  if (found === undefined || (options.visibility === "public" && found.visibility === "internal")) {
    const adjective = options.visibility === "public" ? "public " : "";
    const where = address.component === "" ? "" : ` in component ${address.component}`;
    throw new RequestError(
      `Could not find ${adjective}function for '${address.path}'${where}. ` +
        "Did you forget to run `npx convex dev` or `npx convex deploy`?",
    );
  }
  if (options.kind !== undefined && found.kind !== options.kind) {
    const [module, name] = path.split(":");
    throw new RequestError(
      `Trying to execute ${module}.js:${name} as ${title(options.kind)}, but it is defined as ${title(found.kind)}.`,
    );
  }
  return found;
}

/** The address in a syscall's arguments: a path, a reference, or a handle. `component` is that of the caller. */
export function addressOf(args: SyscallArgs, component: string, app: App): FunctionAddress {
  const { name, reference, functionHandle: handle } = args;
  if (typeof handle === "string") return parseHandle(handle);
  if (typeof name === "string") return { component, path: normalizePath(name) };
  if (typeof reference === "string") return parseReference(reference, component, app);
  throw new RequestError("Function address not supported");
}

/** The handle of a function that exists. */
export function createHandle(args: SyscallArgs, component: string, app: App): string {
  const address = addressOf(args, component, app);
  if (!app.components.get(address.component)?.functions.has(address.path)) {
    throw new RequestError("Function handle not found");
  }
  return JSON.stringify(functionHandle(address));
}

export function functionHandle(address: FunctionAddress): string {
  return `${HANDLE}${address.component};${address.path}`;
}

function parseHandle(handle: string): FunctionAddress {
  const [component, path] = handle.slice(HANDLE.length).split(";");
  if (!handle.startsWith(HANDLE) || component === undefined || path === undefined) {
    throw new RequestError(`Invalid function handle: ${handle}`);
  }
  return { component, path };
}

/** "_reference/childComponent/counter/path/to/file/name", "_reference/function/path/to/file:name" */
function parseReference(reference: string, parent: string, app: App): FunctionAddress {
  const [root, kind, ...rest] = reference.split("/");
  if (root === "_reference" && kind === "function") return { component: parent, path: normalizePath(rest.join("/")) };
  const [name, ...attributes] = rest;
  if (root !== "_reference" || kind !== "childComponent" || name === undefined) {
    throw new RequestError(`Invalid reference: ${reference}`);
  }
  return exportOf(name, attributes, parent, app);
}

/** A component exports its public functions, and nothing else to its parent alone. */
function exportOf(name: string, attributes: readonly string[], parent: string, app: App): FunctionAddress {
  const component = app.components.get(parent)?.children.get(name);
  if (component === undefined) throw new RequestError(`Child component "${name}" not found`);
  const path = `${attributes.slice(0, -1).join("/")}:${attributes.at(-1) ?? ""}`;
  if (app.components.get(component)?.functions.get(path)?.visibility !== "public") {
    throw new RequestError(`Child component "${name}" does not export [${attributes.join(", ")}]`);
  }
  return { component, path };
}

function title(kind: FunctionKind): string {
  return kind === "httpAction" ? "HttpAction" : kind.charAt(0).toUpperCase() + kind.slice(1);
}
