import type { JSONValue } from "convex/values";
import { loadedComponent, type ComponentSource } from "./component";
import { NO_COMPONENTS, type Definitions } from "./definition";
import type { App, LoadedComponent } from "./types";

/** Puts instances of components together: "a/b" is the child "b" of "a". Throws for one without a parent. */
export function buildApp(
  sources: readonly ComponentSource[],
  authConfig: JSONValue | null = null,
  definitions: Definitions = NO_COMPONENTS,
): App {
  const loaded = sources.map(loadedComponent);
  const components = new Map<string, LoadedComponent>();
  for (const component of loaded) {
    components.set(component.path, { ...component, children: children(component, loaded) });
  }
  const orphan = loaded.find(({ path }) => path !== "" && !components.has(parentPath(path)));
  if (orphan !== undefined) throw new Error(`Component "${orphan.path}" has no parent.`);
  checkMounts([...components.values()]);
  return { components, authConfig, definitions };
}

function checkMounts(components: readonly LoadedComponent[]): void {
  const mounted = components.filter(({ path, httpPrefix }) => path !== "" && httpPrefix !== null);
  for (const { path, httpPrefix, router } of mounted) {
    const nested = mounted.some((other) => parentPath(other.path) === path);
    if (router !== null || nested) continue;
    throw new Error(`HTTP mount "${httpPrefix}" is invalid: Child component "${path}" doesn't have any HTTP routes.`);
  }
}

function children(parent: LoadedComponent, all: readonly LoadedComponent[]): Map<string, string> {
  const own = all.filter(({ path }) => path !== "" && parentPath(path) === parent.path);
  return new Map(own.map(({ path }) => [path.slice(path.lastIndexOf("/") + 1), path]));
}

function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
