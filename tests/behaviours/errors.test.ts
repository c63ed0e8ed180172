import { ConvexError } from "convex/values";
import { describe, expect, it } from "vitest";
import { api } from "./convex/_generated/api";
import { newTest } from "./new-test";

const fail = () => Promise.reject(new ConvexError({ in: "place" }));

describe("ConvexError", () => {
  it("reaches the test with its data", async () => {
    const t = newTest();
    await expect(t.query(api.failing.queryThrows)).rejects.toMatchObject({ data: { from: "query", amount: 3n } });
    await expect(t.mutation(api.failing.mutationThrows, {})).rejects.toMatchObject({ data: { from: "mutation" } });
    await expect(t.action(api.failing.actionThrows)).rejects.toMatchObject({ data: { from: "action" } });
  });

  it("is a ConvexError to the test", async () => {
    await expect(newTest().query(api.failing.queryThrows)).rejects.toBeInstanceOf(ConvexError);
  });

  it("may have text for data", async () => {
    const failure = newTest().mutation(api.failing.mutationThrows, { text: "only text" });
    await expect(failure).rejects.toMatchObject({ data: "only text" });
  });

  it.each(["query", "mutation", "action", "run"] as const)("reaches the test from %s in place", async (kind) => {
    const t = newTest();
    const calls = {
      query: () => t.query(fail),
      mutation: () => t.mutation(fail),
      action: () => t.action(fail),
      run: () => t.run(fail),
    };
    await expect(calls[kind]()).rejects.toMatchObject({ data: { in: "place" } });
  });

  it("is caught with its data by the mutation that calls", async () => {
    expect(await newTest().mutation(api.failing.mutationCatchesData)).toEqual({ from: "mutation" });
  });

  it("is caught with its data by the action that calls", async () => {
    const caught: unknown[] = [];
    await newTest().action(async (ctx) => {
      await ctx.runQuery(api.failing.queryThrows).catch((error: unknown) => caught.push(error));
      await ctx.runMutation(api.failing.mutationThrows, {}).catch((error: unknown) => caught.push(error));
      await ctx.runAction(api.failing.actionThrows).catch((error: unknown) => caught.push(error));
    });
    expect(caught).toMatchObject([
      { data: { from: "query", amount: 3n } },
      { data: { from: "mutation" } },
      { data: { from: "action" } },
    ]);
    for (const error of caught) expect(error).toBeInstanceOf(ConvexError);
  });

  it("passes through a mutation that does not catch it", async () => {
    const failure = newTest().mutation(async (ctx) => await ctx.runMutation(api.failing.mutationThrows, {}));
    await expect(failure).rejects.toMatchObject({ data: { from: "mutation" } });
  });
});

describe("other errors", () => {
  it("reach the test as they were thrown", async () => {
    const error = new TypeError("mine");
    const failure = newTest().mutation(() => Promise.reject(error));
    await expect(failure).rejects.toBe(error);
  });

  it("keep their text through functions that call one another", async () => {
    const t = newTest();
    await expect(t.mutation(api.failing.plain)).rejects.toThrow("a plain mistake");
    await expect(t.mutation(async (ctx) => await ctx.runMutation(api.failing.plain))).rejects.toThrow(
      "a plain mistake",
    );
    await expect(t.action(async (ctx) => await ctx.runMutation(api.failing.plain))).rejects.toThrow("a plain mistake");
  });

  it("have no data", async () => {
    const caught = await newTest().action(async (ctx) => {
      try {
        return await ctx.runMutation(api.failing.plain);
      } catch (error) {
        return error instanceof ConvexError ? "with data" : "without";
      }
    });
    expect(caught).toBe("without");
  });

  it("of the database can be caught", async () => {
    const message = await newTest().run(async ({ db }) => {
      try {
        await db.insert("books", { title: 1, author: "x" } as never);
      } catch (error) {
        return (error as Error).message;
      }
      return "no error";
    });
    expect(message).toContain("Validator error");
  });
});
