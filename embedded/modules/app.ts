import type { JSONValue } from "convex/values";
import { loadedComponent, type ComponentSource } from "./component";
import type { App, LoadedComponent } from "./types";

/** Puts instances of components together: "a/b" is the child "b" of "a". Throws for one without a parent. */
export function buildApp(sources: readonly ComponentSource[], authConfig: JSONValue | null = null): App {
  const loaded = sources.map(loadedComponent);
  const components = new Map<string, LoadedComponent>();
  for (const component of loaded)
    components.set(component.path, { ...component, children: children(component, loaded) });
  for (const { path } of loaded) {
    if (path !== "" && !components.has(parentPath(path))) throw new Error(`Component "${path}" has no parent.`);
  }
  return { components, authConfig };
}

function children(parent: LoadedComponent, all: readonly LoadedComponent[]): Map<string, string> {
  const own = all.filter(({ path }) => path !== "" && parentPath(path) === parent.path);
  return new Map(own.map(({ path }) => [path.slice(path.lastIndexOf("/") + 1), path]));
}

function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
