import { describe, expect, it } from "vitest";
import { NO_COMPONENTS } from "../modules/definition";
import { appFunction } from "../modules/functions";
import type { App } from "../modules/types";
import { addressOf, functionHandle, normalizePath, resolveFunction } from "./resolve";

const list = appFunction(
  "rooms:list",
  Object.assign(() => null, { isQuery: true, isPublic: true }),
)!;
const hidden = appFunction(
  "rooms:hidden",
  Object.assign(() => null, { isMutation: true, isInternal: true }),
)!;
const app: App = {
  authConfig: null,
  definitions: NO_COMPONENTS,
  components: new Map([
    [
      "",
      {
        path: "",
        definitionPath: "",
        children: new Map(),
        env: null,
        httpPrefix: null,
        functions: new Map([list, hidden].map((fn) => [fn.path, fn])),
        modules: ["rooms"],
        router: null,
        crons: new Map(),
        schema: null,
      },
    ],
  ]),
};

function find(path: string, visibility: "public" | "any", kind?: "query" | "mutation") {
  return resolveFunction(app, { component: "", path }, kind === undefined ? { visibility } : { visibility, kind });
}

describe("paths", () => {
  it.each([
    ["rooms:list", "rooms:list"],
    ["rooms.js:list", "rooms:list"],
    ["a/b.js:fn", "a/b:fn"],
    ["rooms", "rooms:default"],
    ["rooms.js", "rooms:default"],
  ])("%s means %s", (given, meant) => {
    expect(normalizePath(given)).toBe(meant);
  });
});

describe("addresses", () => {
  it("are paths in the caller's own component", () => {
    expect(addressOf({ name: "rooms:list" }, "counter")).toEqual({ component: "counter", path: "rooms:list" });
  });

  it("are handles, which name their component", () => {
    const address = { component: "a/b", path: "rooms:list" };
    expect(addressOf({ functionHandle: functionHandle(address) }, "")).toEqual(address);
    expect(() => addressOf({ functionHandle: "nonsense" }, "")).toThrow("Invalid function handle");
  });

  it("are references into a component of the caller", () => {
    const reference = "_reference/childComponent/counter/path/to/file/add";
    expect(addressOf({ reference }, "")).toEqual({ component: "counter", path: "path/to/file:add" });
    expect(addressOf({ reference }, "outer").component).toBe("outer/counter");
    expect(() => addressOf({ reference: "_reference/currentApp" }, "")).toThrow("Invalid function reference");
    expect(() => addressOf({}, "")).toThrow("Function address not supported");
  });
});

describe("resolving", () => {
  it("finds what the caller may call", () => {
    expect(find("rooms.js:list", "public", "query")).toBe(list);
    expect(find("rooms:hidden", "any")).toBe(hidden);
  });

  it.each([
    ["rooms:nothing", "public", "Could not find public function for 'rooms:nothing'. Did you forget to run"],
    ["rooms:hidden", "public", "Could not find public function for 'rooms:hidden'"],
    ["rooms:nothing", "any", "Could not find function for 'rooms:nothing'"],
  ] as const)("%s for a %s caller fails", (path, visibility, message) => {
    expect(() => find(path, visibility)).toThrow(message);
  });

  it("names both kinds of a mismatch, and components that are not there", () => {
    expect(() => find("rooms:list", "any", "mutation")).toThrow(
      "Trying to execute rooms.js:list as Mutation, but it is defined as Query.",
    );
    expect(() => resolveFunction(app, { component: "x", path: "y:z" }, { visibility: "any" })).toThrow(
      'not supported by the embedded host: components ("x")',
    );
  });
});
