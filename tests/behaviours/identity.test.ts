import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "./convex/_generated/api";
import { newTest } from "./new-test";

afterEach(() => void vi.useRealTimers());

const identityOf = (t: Pick<ReturnType<typeof newTest>, "run">) =>
  t.run(async (ctx) => await ctx.auth.getUserIdentity());

async function subjectOf(name: string): Promise<string> {
  return (await identityOf(newTest().withIdentity({ name })))!.subject;
}

const ada = () => newTest().withIdentity({ name: "Ada" });

describe("the identity", () => {
  it("is null where the test gives none", async () => {
    expect(await identityOf(newTest())).toBeNull();
  });

  it("has what the test gives, and what every identity has", async () => {
    expect(await identityOf(newTest().withIdentity({ name: "Ada", email: "ada@example.com" }))).toEqual({
      name: "Ada",
      email: "ada@example.com",
      subject: expect.any(String),
      issuer: "https://convex.test",
      tokenIdentifier: expect.stringMatching(/^https:\/\/convex\.test\|/),
    });
  });

  it("is made of subject and issuer", async () => {
    const given = { subject: "user1", issuer: "https://login.example.com" };
    expect(await identityOf(newTest().withIdentity(given))).toMatchObject({
      ...given,
      tokenIdentifier: "https://login.example.com|user1",
    });
  });

  it("may have a token identifier of its own", async () => {
    expect(await identityOf(newTest().withIdentity({ tokenIdentifier: "mine" }))).toMatchObject({
      tokenIdentifier: "mine",
    });
  });

  it("is the same for the same attributes, and another for others", async () => {
    expect(await subjectOf("Ada")).toBe(await subjectOf("Ada"));
    expect(await subjectOf("Ada")).not.toBe(await subjectOf("Bob"));
  });

  it("may have claims of any kind", async () => {
    const t = newTest().withIdentity({ name: "Ada", org: { id: 7, roles: ["admin"] } });
    expect(await identityOf(t)).toMatchObject({ org: { id: 7, roles: ["admin"] } });
  });

  it("does not change the accessor it was made from", async () => {
    const t = newTest();
    const asAda = t.withIdentity({ name: "Ada" });
    const asBob = asAda.withIdentity({ name: "Bob" });
    expect(await t.query(api.who.asQuery)).toBeNull();
    expect(await asAda.query(api.who.asQuery)).toBe("Ada");
    expect(await asBob.query(api.who.asQuery)).toBe("Bob");
  });

  it("shares the database with the accessor it was made from", async () => {
    const t = newTest();
    await t.withIdentity({ name: "Ada" }).mutation(api.books.add, { title: "Notes", author: "Ada" });
    expect(await t.query(api.books.titles, { author: "Ada" })).toEqual(["Notes"]);
  });

  it("is that of each caller when several call at once", async () => {
    const t = newTest();
    const names = ["Ada", "Bob", "Cyd"];
    const seen = await Promise.all(
      names.map(async (name) => await t.withIdentity({ name }).mutation(api.who.asMutation)),
    );
    expect(seen).toEqual(names);
  });
});

describe("the identity reaches", () => {
  it("a query, and a query it calls", async () => {
    expect(await ada().query(api.who.asQuery)).toBe("Ada");
    expect(await ada().query(api.who.queryToQuery)).toBe("Ada");
  });

  it("a mutation, and what it calls", async () => {
    expect(await ada().mutation(api.who.asMutation)).toBe("Ada");
    expect(await ada().mutation(api.who.mutationToQuery)).toBe("Ada");
    expect(await ada().mutation(api.who.mutationToMutation)).toBe("Ada");
  });

  it("an action", async () => {
    expect(await ada().action(api.who.asAction)).toBe("Ada");
  });

  it("queries and mutations of an action", async () => {
    expect(await ada().action(api.who.actionToQuery)).toBe("Ada");
    expect(await ada().action(api.who.actionToMutation)).toBe("Ada");
  });

  it("actions of an action, and their queries", async () => {
    expect(await ada().action(api.who.actionToAction)).toBe("Ada");
    expect(await ada().action(api.who.actionToActionToQuery)).toBe("Ada");
  });

  it("HTTP actions", async () => {
    expect(await (await ada().fetch("/who")).json()).toBe("Ada");
  });

  it("no scheduled function", async () => {
    vi.useFakeTimers();
    const t = newTest();
    await t.withIdentity({ name: "Ada" }).mutation(api.who.recordLater);
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api.meta.recorded)).toEqual([{ label: "who", data: null }]);
  });
});
