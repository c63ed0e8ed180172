import { currentExecution } from "./execution";

/** `process.env` of user code: the deployment's variables, never the host's own. */
export const sandboxEnv = new Proxy<Record<string, string>>(
  {},
  {
    get: (_, name) => (typeof name === "string" ? variables()[name] : undefined),
    has: (_, name) => typeof name === "string" && Object.hasOwn(variables(), name),
    ownKeys: () => Object.keys(variables()),
    getOwnPropertyDescriptor: (_, name) => {
      const value = typeof name === "string" ? variables()[name] : undefined;
      return value === undefined ? undefined : { value, enumerable: true, configurable: true };
    },
    set: () => {
      throw new Error("Environment variables cannot be changed by functions. Use `npx convex env set`.");
    },
  },
);

function variables(): Readonly<Record<string, string>> {
  return currentExecution()?.env ?? {};
}
