import type { FunctionAddress } from "../engine/resolve";
import { NO_COMPONENTS } from "../modules/definition";
import { appFunction } from "../modules/functions";
import type { App, AppFunction, FunctionKind, LoadedComponent, RegisteredFunction } from "../modules/types";
import type { SchemaJson } from "../validate/schema-json";
import { moduleLoader, type ModuleExports, type ModuleGlob, type ModuleLoader } from "./module-loader";

export type CallKind = "query" | "mutation" | "action";

/** Makes a function of the app run as this deployment's. */
export type Wrap = (fn: AppFunction, component: string) => AppFunction;

const ARTICLES: Record<CallKind, string> = { query: "a query", mutation: "a mutation", action: "an action" };

/**
 * The app under test. Unlike the host's, it is put together piece by piece: components are registered one by one, and a
 * module is loaded whenever a function of it is called, so that a test may hold up or break the load.
 */
export class TestApp {
  readonly #wrap: Wrap;
  readonly #loaders = new Map<string, ModuleLoader>();
  readonly #components = new Map<string, LoadedComponent & { readonly functions: LoadedFunctions }>();
  readonly app: App = { components: this.#components, authConfig: null, definitions: NO_COMPONENTS };

  constructor(wrap: Wrap) {
    this.#wrap = wrap;
  }

  /** Throws if the glob does not reach the component's root. */
  register(path: string, glob: ModuleGlob, schema: SchemaJson | null): void {
    this.#loaders.set(path, moduleLoader(glob));
    this.#components.set(path, {
      path,
      definitionPath: path,
      children: new Children(path),
      env: path === "" ? null : {},
      httpPrefix: null,
      functions: new LoadedFunctions(),
      modules: [],
      router: null,
      crons: new Map(),
      schema,
    });
  }

  /** Throws what the module throws, and for what is no function of that kind; the texts are those of convex-test. */
  async load({ component, path }: FunctionAddress, kind: CallKind | "any"): Promise<AppFunction> {
    const [module = "", name = "default"] = path.split(":");
    const exports = await this.module(component, module);
    const fn = this.#wrap(checkedFunction(module, name, exports[name], kind), component);
    this.#component(component).functions.set(`${module}:${name}`, fn);
    return fn;
  }

  async module(component: string, path: string): Promise<ModuleExports> {
    this.#component(component);
    return await this.#loaders.get(component)!(path);
  }

  /** A call of the function fails with `error`, as its load did. */
  setBroken({ component, path }: FunctionAddress, error: unknown): void {
    const functions = this.#components.get(component)?.functions;
    functions?.set(
      path,
      placeholder(path, () => Promise.reject(error)),
    );
  }

  /** The app with one more function of a component, under a path that no module can have. */
  withInline(component: string, path: string, kind: CallKind, registered: unknown): App {
    const inline = appFunction(path, registered);
    if (inline?.kind !== kind) throw new Error(`The inline ${kind} could not be defined.`);
    const base = this.#component(component);
    const functions = new LoadedFunctions(base.functions, [path, this.#wrap(inline, component)]);
    const components = new Map<string, LoadedComponent>(this.#components).set(component, { ...base, functions });
    return { ...this.app, components };
  }

  #component(path: string) {
    const component = this.#components.get(path);
    if (component === undefined) {
      throw new Error(`Component "${path}" is not registered. Call "t.registerComponent".`);
    }
    return component;
  }
}

/** Functions that were called so far. Others can be scheduled, and made handles of, before their module is loaded. */
class LoadedFunctions extends Map<string, AppFunction> {
  readonly #base: LoadedFunctions | null;

  constructor(base: LoadedFunctions | null = null, ...entries: [string, AppFunction][]) {
    super();
    this.#base = base;
    for (const [path, fn] of entries) this.set(path, fn);
  }

  override get(path: string): AppFunction {
    return super.get(path) ?? this.#base?.get(path) ?? placeholder(path, () => Promise.reject(new Error("Not loaded")));
  }

  override has(): boolean {
    return true;
  }
}

/** A component may use any other that the test registers below it, under the name it is registered with. */
class Children extends Map<string, string> {
  readonly #parent: string;

  constructor(parent: string) {
    super();
    this.#parent = parent;
  }

  override get(name: string): string {
    return this.#parent === "" ? name : `${this.#parent}/${name}`;
  }

  override has(): boolean {
    return true;
  }
}

function placeholder(path: string, invokeMutation: () => Promise<never>): AppFunction {
  const registered: RegisteredFunction = { isMutation: true, isPublic: true, invokeMutation };
  return { path, kind: "mutation", visibility: "public", args: { type: "any" }, returns: null, registered };
}

function checkedFunction(module: string, name: string, value: unknown, kind: CallKind | "any"): AppFunction {
  const expected = `Expected a Convex function exported from module "${module}" as \`${name}\``;
  const refusal = () => new Error(`${expected}, but got: ${String(value)}`);
  if (value === undefined) throw new Error(`${expected}, but there is no such export.`);
  if (typeof value !== "function") throw refusal();
  const registered = value as RegisteredFunction;
  if (kind !== "any" && !isOfKind(registered, kind)) {
    throw new Error(
      `Expected ${ARTICLES[kind]} function, but the function exported from module "${module}" as ` +
        `\`${name}\` is not ${ARTICLES[kind]}.`,
    );
  }
  checkArgsValidator(module, name, registered);
  const fn = appFunction(`${module}:${name}`, registered);
  if (fn === null) throw refusal();
  return fn;
}

function isOfKind(fn: RegisteredFunction, kind: FunctionKind): boolean {
  return Boolean({ query: fn.isQuery, mutation: fn.isMutation, action: fn.isAction, httpAction: fn.isHttp }[kind]);
}

/** Convex refuses such functions when they are pushed. */
function checkArgsValidator(module: string, name: string, fn: RegisteredFunction): void {
  const { type } = JSON.parse(fn.exportArgs?.() ?? '{"type":"any"}') as { type: string };
  if (type === "object" || type === "any") return;
  throw new Error(
    `Invalid JSON returned from ${module}.js:${name}.exportArgs(): Args validator must be an object or any`,
  );
}
