import { describe, expect, it } from "vitest";
import { NO_COMPONENTS } from "../modules/definition";
import { appFunction } from "../modules/functions";
import type { App } from "../modules/types";
import { addressOf, createHandle, functionHandle, normalizePath, resolveFunction } from "./resolve";

const list = appFunction(
  "rooms:list",
  Object.assign(() => null, { isQuery: true, isPublic: true }),
)!;
const hidden = appFunction(
  "rooms:hidden",
  Object.assign(() => null, { isMutation: true, isInternal: true }),
)!;
const deep = appFunction(
  "path/to/file:add",
  Object.assign(() => null, { isMutation: true, isPublic: true }),
)!;
const app: App = {
  authConfig: null,
  definitions: NO_COMPONENTS,
  components: new Map(
    ["", "outer", "outer/counter"].map((path) => [
      path,
      {
        path,
        definitionPath: path,
        children: new Map(path === "" ? [["outer", "outer"]] : path === "outer" ? [["counter", "outer/counter"]] : []),
        env: null,
        httpPrefix: null,
        functions: new Map([list, hidden, deep].map((fn) => [fn.path, fn])),
        modules: ["rooms"],
        router: null,
        crons: new Map(),
        schema: null,
      },
    ]),
  ),
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

const address = (args: Record<string, string>, component = "") => addressOf(args, component, app);

describe("addresses", () => {
  it("are paths in the caller's own component", () => {
    const own = { component: "outer", path: "rooms:list" };
    expect(address({ name: "rooms:list" }, "outer")).toEqual(own);
    expect(address({ reference: "_reference/function/rooms:list" }, "outer")).toEqual(own);
  });

  it("are handles, which name their component", () => {
    const named = { component: "a/b", path: "rooms:list" };
    expect(address({ functionHandle: functionHandle(named) })).toEqual(named);
    expect(() => address({ functionHandle: "nonsense" })).toThrow("Invalid function handle");
  });

  it("are references to what a component of the caller exports", () => {
    const reference = "_reference/childComponent/counter/path/to/file/add";
    expect(address({ reference }, "outer")).toEqual({ component: "outer/counter", path: "path/to/file:add" });
    expect(() => address({ reference })).toThrow('Child component "counter" not found');
    expect(() => address({ reference: "_reference/childComponent/counter/rooms/hidden" }, "outer")).toThrow(
      'Child component "counter" does not export [rooms, hidden]',
    );
  });

  it.each(["_reference/currentApp", "_reference/childComponent", "nonsense"])("%s is none", (reference) => {
    expect(() => address({ reference })).toThrow("Invalid reference");
    expect(() => address({})).toThrow("Function address not supported");
  });

  it("have handles if the function exists, internal ones included", () => {
    expect(createHandle({ name: "rooms:hidden" }, "outer", app)).toBe('"function://outer;rooms:hidden"');
    expect(() => createHandle({ name: "rooms:nothing" }, "", app)).toThrow("Function handle not found");
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

  it("names both kinds of a mismatch, and the component", () => {
    expect(() => find("rooms:list", "any", "mutation")).toThrow(
      "Trying to execute rooms.js:list as Mutation, but it is defined as Query.",
    );
    expect(() => resolveFunction(app, { component: "x", path: "y:z" }, { visibility: "any" })).toThrow(
      "Could not find function for 'y:z' in component x.",
    );
  });
});
