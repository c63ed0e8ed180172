import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, components } from "./convex/_generated/api";
import { newTest, newTestWithTally } from "./new-test";

describe("of the function", () => {
  it("a query knows its name", async () => {
    expect(await newTest().query(api.meta.queryFunction)).toEqual({
      name: "meta:queryFunction",
      componentPath: "",
      type: "query",
      visibility: "public",
    });
  });

  it("a mutation and an action know theirs", async () => {
    const t = newTest();
    expect(await t.mutation(api.meta.mutationFunction)).toMatchObject({
      name: "meta:mutationFunction",
      type: "mutation",
    });
    expect(await t.action(api.meta.actionFunction)).toMatchObject({ name: "meta:actionFunction", type: "action" });
  });

  it("a default export is called by its module", async () => {
    expect(await newTest().query(api.meta.default)).toMatchObject({ name: "meta", componentPath: "" });
  });

  it("functions written in place are called inline", async () => {
    const t = newTest();
    expect(await t.query(async (ctx) => await ctx.meta.getFunctionMetadata())).toMatchObject({ name: "inline" });
    expect(await t.mutation(async (ctx) => await ctx.meta.getFunctionMetadata())).toMatchObject({ name: "inline" });
    expect(await t.action(async (ctx) => await ctx.meta.getFunctionMetadata())).toMatchObject({ name: "inline" });
  });

  it("t.run is called custom", async () => {
    expect(await newTest().run(async (ctx) => await ctx.meta.getFunctionMetadata())).toMatchObject({
      name: "custom",
      componentPath: "",
    });
  });

  it("HTTP actions are called http", async () => {
    const { fn } = (await (await newTest().fetch("/meta")).json()) as { fn: unknown };
    expect(fn).toEqual({ name: "http", componentPath: "", type: "action", visibility: "public" });
  });

  it("a function of a component knows where it is", async () => {
    expect(await newTestWithTally().query(components.tally.counters.describe)).toMatchObject({
      name: "counters:describe",
      componentPath: "tally",
    });
  });
});

describe("of the deployment", () => {
  const test = { name: "test", region: null, class: "s16" };

  it("is the same in queries, mutations and actions", async () => {
    const t = newTest();
    expect(await t.query(api.meta.queryDeployment)).toEqual(test);
    expect(await t.mutation(api.meta.mutationDeployment)).toEqual(test);
    expect(await t.action(api.meta.actionDeployment)).toEqual(test);
  });
});

describe("of the request", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const requestId = expect.stringMatching(/^fake-request-id-\d+$/) as string;
  const nobody = { ip: null, userAgent: null, requestId, scheduledFunctionId: null, authToken: null };

  it("is empty by default, but for an id", async () => {
    const t = newTest();
    expect(await t.mutation(api.meta.mutationRequest)).toEqual(nobody);
    expect(await t.action(api.meta.actionRequest)).toEqual(nobody);
  });

  it("is known to functions written in place", async () => {
    const t = newTest();
    expect(await t.mutation(async (ctx) => await ctx.meta.getRequestMetadata())).toEqual(nobody);
    expect(await t.action(async (ctx) => await ctx.meta.getRequestMetadata())).toEqual(nobody);
    expect(await t.run(async (ctx) => await ctx.meta.getRequestMetadata())).toEqual(nobody);
  });

  it("is not known to queries", async () => {
    type Meta = { getRequestMetadata?(): unknown };
    expect(await newTest().query(async (ctx) => typeof (ctx.meta as Meta).getRequestMetadata)).toBe("undefined");
  });

  it("has the address and the user agent that the test gives", async () => {
    const given = { ip: "203.0.113.7", userAgent: "Browser/1" };
    const t = newTest().withRequestMetadata(given);
    expect(await t.mutation(api.meta.mutationRequest)).toEqual({ ...nobody, ...given });
    expect(await t.action(api.meta.actionRequest)).toEqual({ ...nobody, ...given });
  });

  it("has null for what the test does not give, also the second time", async () => {
    const t = newTest().withRequestMetadata({ ip: "203.0.113.7" });
    expect(await t.mutation(api.meta.mutationRequest)).toMatchObject({ ip: "203.0.113.7", userAgent: null });
    const other = t.withRequestMetadata({ userAgent: "Browser/1" });
    expect(await other.mutation(api.meta.mutationRequest)).toMatchObject({ ip: null, userAgent: "Browser/1" });
  });

  it("does not change the accessor it was made from", async () => {
    const t = newTest();
    t.withRequestMetadata({ ip: "203.0.113.7" });
    expect(await t.mutation(api.meta.mutationRequest)).toMatchObject({ ip: null });
  });

  it("goes together with an identity, in either order", async () => {
    const [origin, identity] = [{ ip: "203.0.113.7" }, { name: "Ada" }];
    for (const t of [
      newTest().withIdentity(identity).withRequestMetadata(origin),
      newTest().withRequestMetadata(origin).withIdentity(identity),
    ]) {
      expect(await t.mutation(api.meta.mutationRequest)).toMatchObject({ ...origin, authToken: expect.any(String) });
      expect(await t.query(api.who.asQuery)).toBe("Ada");
    }
  });

  it("has another id with every call", async () => {
    const t = newTest();
    const calls = [
      t.mutation(api.meta.mutationRequest),
      t.action(api.meta.actionRequest),
      t.mutation(api.meta.mutationRequest),
    ];
    expect(new Set((await Promise.all(calls)).map((metadata) => metadata.requestId)).size).toBe(3);
  });

  it("is shared by the mutations that a mutation calls, in components too", async () => {
    const t = newTestWithTally().withRequestMetadata({ ip: "203.0.113.7" });
    const { own, component } = await t.mutation(api.meta.nestedRequest);
    expect(component).toEqual(own);
    expect(await t.query(api.meta.recorded)).toEqual([{ label: "nested", data: own }]);
  });

  it("is shared by all that an action calls", async () => {
    const t = newTest().withIdentity({ name: "Ada" });
    const own = await t.action(api.meta.nestedInAction);
    expect(await t.query(api.meta.recorded)).toEqual([
      { label: "mutation", data: own },
      { label: "action", data: own },
    ]);
  });

  it("of a scheduled function is its own", async () => {
    const t = newTest().withRequestMetadata({ ip: "203.0.113.7" }).withIdentity({ name: "Ada" });
    const caller = await t.mutation(api.meta.scheduleRecord);
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    const [job] = await t.query(api.jobs.list);
    const [{ data } = { data: null }] = await t.query(api.meta.recorded);
    expect(data).toEqual({ ...nobody, scheduledFunctionId: job!._id });
    expect(data!.requestId).not.toBe(caller.requestId);
  });

  it("of an HTTP action is what the test gives, not what the headers say", async () => {
    const headers = { "x-forwarded-for": "198.51.100.1", "user-agent": "Other/2" };
    const t = newTest().withRequestMetadata({ ip: "203.0.113.7" });
    const { request } = (await (await t.fetch("/meta", { headers })).json()) as { request: unknown };
    expect(request).toEqual({ ...nobody, ip: "203.0.113.7" });
  });

  it("carries the token into components, from actions too", async () => {
    const t = newTestWithTally().withIdentity({ name: "Ada" });
    const own = await t.mutation(api.meta.mutationRequest);
    const { component } = await t.mutation(api.meta.nestedRequest);
    expect(component.authToken).toBe(own.authToken);
    const fromAction = await t.action(
      async (ctx): Promise<unknown> => await ctx.runMutation(components.tally.counters.request, {}),
    );
    expect(fromAction).toMatchObject({ authToken: own.authToken });
  });

  it("has no token without an identity, and one with it", async () => {
    const { authToken } = await newTest().withIdentity({ name: "Ada" }).mutation(api.meta.mutationRequest);
    expect(authToken).toMatch(/^[\w-]+\.[\w-]+\.$/);
  });
});

async function claimsOf(identity: Record<string, unknown>): Promise<unknown[]> {
  const { authToken } = await newTest()
    .withIdentity(identity as { name: string })
    .mutation(api.meta.mutationRequest);
  return authToken!
    .split(".")
    .slice(0, 2)
    .map((part): unknown => JSON.parse(Buffer.from(part, "base64url").toString()));
}

describe("the token of an identity", () => {
  it("has the claims that the attributes are made of", async () => {
    const [header, claims] = await claimsOf({
      subject: "ada",
      name: "Ada",
      givenName: "Ada",
      familyName: "King",
      emailVerified: true,
      pictureUrl: "https://example.com/ada.png",
      updatedAt: "2024-01-01",
      org: { id: 7 },
    });
    expect(header).toEqual({ alg: "none", typ: "JWT" });
    expect(claims).toEqual({
      sub: "ada",
      iss: "https://convex.test",
      name: "Ada",
      given_name: "Ada",
      family_name: "King",
      email_verified: true,
      picture: "https://example.com/ada.png",
      updated_at: "2024-01-01",
      org: { id: 7 },
    });
  });

  it("has the issuer and subject of the identity, whatever claims are given", async () => {
    const [, claims] = await claimsOf({
      subject: "ada",
      issuer: "https://a.example",
      sub: "eve",
      iss: "https://b.example",
    });
    expect(claims).toEqual({ sub: "ada", iss: "https://a.example" });
  });

  it("keeps claims that are called like methods of objects", async () => {
    const [, claims] = await claimsOf({ subject: "ada", constructor: "c", toString: "s" });
    expect(Object.entries(claims as object)).toEqual(
      expect.arrayContaining([
        ["constructor", "c"],
        ["toString", "s"],
      ]),
    );
  });

  it("has text beyond ASCII", async () => {
    const [, claims] = await claimsOf({ subject: "ada", name: "Ädä ✓" });
    expect(claims).toMatchObject({ name: "Ädä ✓" });
  });
});

describe("the audit log", () => {
  it("takes entries and does nothing", async () => {
    expect(await newTest().query(api.meta.audited)).toBe("done");
  });
});
