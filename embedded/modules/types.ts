import type { JSONValue } from "convex/values";
import type { Definitions } from "./definition";
import type { SchemaJson } from "../validate/schema-json";

export type FunctionKind = "query" | "mutation" | "action" | "httpAction";

/** What `query()`, `mutation()`, `action()` and `httpAction()` of convex/server return. */
export interface RegisteredFunction {
  readonly isQuery?: boolean;
  readonly isMutation?: boolean;
  readonly isAction?: boolean;
  readonly isHttp?: boolean;
  readonly isPublic?: boolean;
  readonly isInternal?: boolean;
  readonly invokeQuery?: (args: string) => Promise<string>;
  readonly invokeMutation?: (args: string) => Promise<string>;
  readonly invokeAction?: (requestId: string, args: string) => Promise<string>;
  readonly invokeHttpAction?: (request: Request) => Promise<Response>;
  exportArgs?(): string;
  exportReturns?(): string;
}

/** A function of a module under convex/, found by its path. */
export interface AppFunction {
  /** "rooms:list". */
  readonly path: string;
  readonly kind: FunctionKind;
  readonly visibility: "public" | "internal";
  /** Validator JSON, `{type: "any"}` where the function declares none. */
  readonly args: JSONValue;
  readonly returns: JSONValue | null;
  readonly registered: RegisteredFunction;
}

/** `httpRouter()` of convex/server. */
export interface HttpRouter {
  lookup(path: string, method: string): readonly [RegisteredFunction, string, string] | null;
  getRoutes(): readonly (readonly [path: string, method: string, handler: RegisteredFunction])[];
}

export type CronSchedule =
  | { readonly type: "cron"; readonly cron: string }
  | { readonly type: "interval"; readonly seconds?: number; readonly minutes?: number; readonly hours?: number }
  | { readonly type: "hourly"; readonly minuteUTC?: number }
  | { readonly type: "daily"; readonly hourUTC: number; readonly minuteUTC?: number }
  | { readonly type: "weekly"; readonly dayOfWeek: string; readonly hourUTC: number; readonly minuteUTC?: number }
  | { readonly type: "monthly"; readonly day: number; readonly hourUTC: number; readonly minuteUTC?: number };

/** One entry of `crons.export()`. */
export interface CronSpec {
  /** Path of the function, "rooms:sweep". */
  readonly name: string;
  readonly args: JSONValue;
  readonly schedule: CronSchedule;
}

/** The code of one component, evaluated. The app itself is the component at path "". */
export interface LoadedComponent {
  /** Where it is mounted: "" the app, "workflow", "workflow/workpool". */
  readonly path: string;
  /** Directory of its convex.config, relative to convex/ with forward slashes; "" is the app. Instances share it. */
  readonly definitionPath: string;
  /** Paths of the components it uses, by the names it gave them. */
  readonly children: ReadonlyMap<string, string>;
  /** `process.env` of its functions: what its parent passed. Null for the app, whose variables are the deployment's. */
  readonly env: Readonly<Record<string, string>> | null;
  /** "/prefix/" of its routes among those of its parent, of the app's among all; null: not mounted, or at "/". */
  readonly httpPrefix: string | null;
  readonly functions: ReadonlyMap<string, AppFunction>;
  /** Every module's path ("rooms", "model/turns"), also those without functions. */
  readonly modules: readonly string[];
  readonly router: HttpRouter | null;
  readonly crons: ReadonlyMap<string, CronSpec>;
  readonly schema: SchemaJson | null;
}

export interface App {
  readonly components: ReadonlyMap<string, LoadedComponent>;
  /** Default export of auth.config, `{ providers: [...] }`; null without the file. */
  readonly authConfig: JSONValue | null;
  /** What convex.config says, and the configurations of the components it uses. */
  readonly definitions: Definitions;
}

/**
 * Compiled code. It is evaluated anew when the deployment's environment variables change, because modules may read
 * `process.env` while they are evaluated.
 */
export interface AppBundle {
  /** Throws what a module threw, and for exports that are no valid functions. */
  evaluate(env: Readonly<Record<string, string>>): App;
}
