import type { App, LoadedComponent, RegisteredFunction } from "../modules/types";

export interface HttpRoute {
  readonly component: string;
  /** Null where the component's router has no such route. */
  readonly handler: RegisteredFunction | null;
}

interface OwnMatch {
  readonly handler: RegisteredFunction;
  readonly exact: boolean;
  /** Characters of the path that the route names. */
  readonly length: number;
}

/**
 * Finds who answers a path, as Convex does: an exact route first, else the longest prefix among a component's own routes
 * and those where it mounts others; there the rest of the path is looked for in the same way. Null without any route.
 */
export function findRoute(app: App, method: string, pathname: string): HttpRoute | null {
  let component = app.components.get("");
  let path = pathname;
  while (component !== undefined) {
    const own = ownMatch(component, method, path);
    const mount = own?.exact ? null : longestMount(app, component, path, own?.length ?? 0);
    if (mount === null) {
      return component.router === null ? null : { component: component.path, handler: own?.handler ?? null };
    }
    path = path.slice(mount.httpPrefix.length - 1);
    component = mount.component;
  }
  return null;
}

function ownMatch(component: LoadedComponent, method: string, path: string): OwnMatch | null {
  // Elsewhere the prefix has been taken off by the parent's mount.
  const prefix = component.path === "" ? (component.httpPrefix ?? "/") : "/";
  if (!path.startsWith(prefix)) return null;
  const match = component.router?.lookup(path.slice(prefix.length - 1), method) ?? null;
  if (match === null) return null;
  const [handler, , route] = match;
  const exact = !route.endsWith("/*");
  return { handler, exact, length: prefix.length + route.length - (exact ? 1 : 2) };
}

function longestMount(app: App, parent: LoadedComponent, path: string, atLeast: number) {
  let longest: { readonly component: LoadedComponent; readonly httpPrefix: string } | null = null;
  for (const child of parent.children.values()) {
    const component = app.components.get(child);
    const httpPrefix = component?.httpPrefix ?? null;
    if (component === undefined || httpPrefix === null || !path.startsWith(httpPrefix)) continue;
    if (httpPrefix.length >= Math.max(atLeast, longest?.httpPrefix.length ?? 0)) longest = { component, httpPrefix };
  }
  return longest;
}
