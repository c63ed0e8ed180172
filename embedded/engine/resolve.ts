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
  const component = app.components.get(address.component);
  if (component === undefined) {
    throw new RequestError(`not supported by the embedded host: components ("${address.component}")`);
  }
  const found = component.functions.get(path);
  if (found === undefined || (options.visibility === "public" && found.visibility === "internal")) {
    const adjective = options.visibility === "public" ? "public " : "";
    throw new RequestError(
      `Could not find ${adjective}function for '${address.path}'. ` +
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

/** The address in a syscall's arguments: a path, a reference into a component, or a handle. */
export function addressOf(args: SyscallArgs, component: string): FunctionAddress {
  const { name, reference, functionHandle: handle } = args;
  if (typeof handle === "string") return parseHandle(handle);
  if (typeof name === "string") return { component, path: normalizePath(name) };
  if (typeof reference === "string") return parseReference(reference, component);
  throw new RequestError("Function address not supported");
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

/** "_reference/childComponent/counter/path/to/file/name" */
function parseReference(reference: string, parent: string): FunctionAddress {
  const [, kind, child, ...rest] = reference.split("/");
  const name = rest.pop();
  if (kind !== "childComponent" || child === undefined || name === undefined) {
    throw new RequestError(`Invalid function reference: ${reference}`);
  }
  return { component: parent === "" ? child : `${parent}/${child}`, path: `${rest.join("/")}:${name}` };
}

function title(kind: FunctionKind): string {
  return kind === "httpAction" ? "HttpAction" : kind.charAt(0).toUpperCase() + kind.slice(1);
}
