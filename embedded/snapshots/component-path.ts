/** Where a component's files are inside of a snapshot: `_components/a/_components/b/` for the component `a/b`. */
export function pathPrefix(component: string): string {
  return component === ""
    ? ""
    : component
        .split("/")
        .map((name) => `_components/${name}/`)
        .join("");
}

/** As messages name it. */
export function inComponent(component: string): string {
  return component === "" ? "" : ` in component ${component}`;
}
