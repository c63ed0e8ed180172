import type { ValidatorJSON } from "convex/values";
import { findMismatch } from "../validate/validate-value";
import type { ChildJson, DefinitionJson, Definitions, EnvBinding } from "./definition";

export type Env = Readonly<Record<string, string>>;

/** One use of a component. Instances of one definition share its code, nothing else. */
export interface Instance {
  /** "workflow/workpool"; "" is the app. */
  readonly path: string;
  readonly definitionPath: string;
  readonly httpPrefix: string | null;
  /** `process.env` of its functions. */
  readonly env: Env;
}

/** What every component may read, without declaring it. */
const BUILT_IN = ["CONVEX_CLOUD_URL", "CONVEX_SITE_URL"];

/** The tree of components, parents first. Throws for what Convex refuses to deploy. */
export function instantiate(definitions: Definitions, env: Env): Instance[] {
  const app = definitionOf(definitions, "");
  checkDeclared("the app", app, env);
  const root: Instance = { path: "", definitionPath: "", httpPrefix: app.httpPrefix ?? null, env };
  return [root].concat(children(definitions, root, env["CONVEX_SITE_URL"]));
}

function children(definitions: Definitions, parent: Instance, siteUrl: string | undefined): Instance[] {
  const { childComponents, httpMounts } = definitionOf(definitions, parent.definitionPath);
  checkNames(parent, childComponents);
  return childComponents.flatMap((child) => {
    const httpPrefix = mountOf(httpMounts, child.name);
    const ownUrl = siteUrl === undefined || httpPrefix === null ? siteUrl : siteUrl + httpPrefix.replace(/\/$/, "");
    const instance = instanceOf(definitions, parent, child, { httpPrefix, siteUrl: ownUrl });
    return [instance].concat(children(definitions, instance, ownUrl));
  });
}

function checkNames(parent: Instance, used: readonly ChildJson[]): void {
  const names = used.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return;
  const owner = parent.definitionPath === "" ? "The app" : `Component ${JSON.stringify(parent.definitionPath)}`;
  throw new Error(`${owner} has multiple child components with the same name: ${JSON.stringify(repeated)}`);
}

function instanceOf(
  definitions: Definitions,
  parent: Instance,
  child: ChildJson,
  { httpPrefix, siteUrl }: { httpPrefix: string | null; siteUrl: string | undefined },
): Instance {
  const path = parent.path === "" ? child.name : `${parent.path}/${child.name}`;
  const passed = bound(path, child, definitionOf(definitions, child.path), parent.env);
  const env = { ...builtIn(parent.env), ...(siteUrl !== undefined && { CONVEX_SITE_URL: siteUrl }), ...passed };
  return { path, definitionPath: child.path, httpPrefix, env };
}

function definitionOf(definitions: Definitions, path: string): DefinitionJson {
  const found = definitions.get(path);
  if (found === undefined) throw new Error(`Component definition not found: ${path}`);
  return found;
}

function mountOf(httpMounts: DefinitionJson["httpMounts"], name: string): string | null {
  const mount = Object.entries(httpMounts).find(([, reference]) => reference === `_reference/childComponent/${name}`);
  return mount?.[0] ?? null;
}

function builtIn(env: Env): Env {
  return Object.fromEntries(BUILT_IN.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/** The variables that a parent passes to a child. */
function bound(path: string, child: ChildJson, definition: DefinitionJson, parentEnv: Env): Env {
  const declared = new Set(definition.envVars?.map(([name]) => name));
  const env: Record<string, string> = {};
  for (const [name, binding] of child.env ?? []) {
    if (!declared.has(name)) throw new Error(`Component "${path}" has no environment variable named "${name}"`);
    const value = valueOf(binding, parentEnv);
    if (value !== undefined) env[name] = value;
  }
  checkDeclared(`component "${path}"`, definition, env);
  return env;
}

function valueOf(binding: EnvBinding, parentEnv: Env): string | undefined {
  return binding.type === "value" ? binding.value : parentEnv[binding.name];
}

/** Declared variables must be there and fit their validators before anything is deployed. */
function checkDeclared(owner: string, { envVars = [] }: DefinitionJson, env: Env): void {
  for (const [name, { value: validator, optional }] of envVars) {
    const value = env[name];
    if (value === undefined) {
      if (optional) continue;
      throw new Error(
        `Environment variable ${name} is required by ${owner} (convex.config) but is not set. ` +
          `Set it with \`npx convex env set ${name} <value>\`.`,
      );
    }
    const mismatch = findMismatch(JSON.parse(validator) as ValidatorJSON, value, { idTable: () => null });
    if (mismatch !== null) {
      throw new Error(`Environment variable ${name} does not fit what ${owner} declares: ${mismatch.reason}`);
    }
  }
}
