import { describe, expect, it } from "vitest";
import { convexTest } from "convex-test";
import schema from "./convex/schema";
import { api } from "./convex/_generated/api";
import { newTest } from "./new-test";

describe("HTTP actions", () => {
  it("answer what the route's handler returns", async () => {
    const response = await newTest().fetch("/echo", { method: "POST", body: "hello" });
    expect([response.status, await response.text()]).toEqual([200, "echo hello"]);
  });

  it("read the query of the URL", async () => {
    expect(await (await newTest().fetch("/query?word=hello%20you#part")).text()).toBe("hello you");
  });

  it("read headers and JSON, and answer status and headers", async () => {
    const response = await newTest().fetch("/json", {
      method: "POST",
      body: JSON.stringify({ word: "hello" }),
      headers: { "Content-Type": "application/json" },
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("x-seen")).toBe("hello");
    expect(await response.json()).toEqual({ word: "hello", type: "application/json" });
  });

  it("are found by the prefix of a path", async () => {
    expect(await (await newTest().fetch("/under/a/b")).text()).toBe("/under/a/b");
  });

  it("use GET where no method is given", async () => {
    expect((await newTest().fetch("/echo")).status).toBe(404);
    expect((await newTest().fetch("/query?word=x")).status).toBe(200);
  });

  it("answer 404 where there is no route", async () => {
    const response = await newTest().fetch("/nowhere");
    expect([response.status, await response.text()]).toEqual([404, "No HttpAction routed for /nowhere"]);
  });

  it("have paths that begin with a slash", async () => {
    await expect(newTest().fetch("echo")).rejects.toThrow("must start with a `/`");
  });

  it("call mutations and queries", async () => {
    const t = newTest();
    const response = await t.fetch("/books", { method: "POST", body: "Emma" });
    expect(await response.json()).toEqual(["Emma"]);
    expect(await t.query(api.books.titles, { author: "web" })).toEqual(["Emma"]);
  });

  it("call actions", async () => {
    expect(await (await newTest().fetch("/action")).json()).toBe(2);
  });

  it("store files", async () => {
    const response = await newTest().fetch("/file", { method: "POST", body: "content" });
    expect(await response.text()).toBe("content");
  });

  it("that throw reject with what was thrown", async () => {
    await expect(newTest().fetch("/fail")).rejects.toThrow("the route failed");
  });

  it("need a module with routes", async () => {
    const t = convexTest({ schema, modules: { "./_generated/api.js": () => Promise.resolve({}) } });
    await expect(t.fetch("/echo")).rejects.toThrow('Could not find module for: "http"');
  });
});
