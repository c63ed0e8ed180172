import { afterEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { TOPIC_FIELDS } from "./model/topicList";
import { code, newArena, signedIn } from "./testSetup.test-support";

const bundled = TOPIC_FIELDS.flatMap(({ topics }) => topics);

afterEach(() => vi.unstubAllEnvs());

/** A script stands in for the model, so that nothing is asked of the network. */
function configure(modelId: string): void {
  vi.stubEnv("OPENROUTER_API_KEY", "sk-test");
  vi.stubEnv("ARENA_TOPIC_MODEL", modelId);
  vi.stubEnv("ARENA_SPARRING_SPEED", "1000");
}

describe("topics.suggest", () => {
  it("needs a sign-in", async () => {
    await expect(newArena().action(api.topics.suggest, {})).rejects.toMatchObject(code("UNAUTHENTICATED"));
  });

  it("draws six from the bundled list without a model", async () => {
    const host = await signedIn(newArena());
    const { topics, source } = await host.action(api.topics.suggest, {});
    expect(source).toBe("bundled");
    expect(new Set(topics).size).toBe(6);
    for (const topic of topics) expect(bundled).toContain(topic);
  });

  it("stays close to a theme", async () => {
    const host = await signedIn(newArena());
    const { topics } = await host.action(api.topics.suggest, { theme: "  My Cats \u202e" });
    expect(topics[0]).toBe("Are cats better company than dogs?");
  });

  it("takes those of a model that answers, and enters the call in the ledger", async () => {
    configure("sparring/judge");
    const t = newArena();
    const host = await signedIn(t);
    const { topics, source } = await host.action(api.topics.suggest, { theme: "trams" });
    expect(source).toBe("model");
    expect(topics).toHaveLength(1);
    const rows = await t.run(async (ctx) => await ctx.db.query("usage").take(9));
    expect(rows).toEqual([expect.objectContaining({ feature: "topic", userId: host.userId, outcome: "complete" })]);
  });

  it("draws from the bundled list when the model answers something else", async () => {
    configure("sparring/socrates");
    const host = await signedIn(newArena());
    const { topics, source } = await host.action(api.topics.suggest, {});
    expect([topics.length, source]).toEqual([6, "bundled"]);
  });

  it("draws from the bundled list when no provider can be reached", async () => {
    vi.stubEnv("OPENROUTER_BASE_URL", "http://127.0.0.1:9/api/v1");
    const t = newArena();
    const host = await signedIn(t);
    expect(await host.action(api.topics.suggest, {})).toMatchObject({ source: "bundled" });
    const rows = await t.run(async (ctx) => await ctx.db.query("usage").take(9));
    expect(rows).toEqual([expect.objectContaining({ feature: "topic", outcome: "network" })]);
  });

  it("refuses a theme that is no theme, and takes none for a blank one", async () => {
    const host = await signedIn(newArena());
    const long = host.action(api.topics.suggest, { theme: "x".repeat(101) });
    await expect(long).rejects.toMatchObject(code("INVALID_TEXT"));
    expect((await host.action(api.topics.suggest, { theme: " \n" })).topics).toHaveLength(6);
  });

  it("is refused while the kill switch is on, without a call and at nobody's expense", async () => {
    configure("sparring/judge");
    const t = newArena();
    const host = await signedIn(t);
    await t.mutation(internal.admin.pauseAll, { reason: "The provider bills twice." });
    for (let n = 0; n < 11; n += 1) {
      await expect(host.action(api.topics.suggest, { theme: "trams" })).rejects.toMatchObject({
        data: { code: "HALTED", reason: "The provider bills twice." },
      });
    }
    await expect(t.action(api.topics.suggest, {})).rejects.toMatchObject(code("UNAUTHENTICATED"));
    expect(await t.run(async (ctx) => await ctx.db.query("usage").take(9))).toEqual([]);
    await t.mutation(internal.admin.resumeAll, {});
    expect(await host.action(api.topics.suggest, { theme: "trams" })).toMatchObject({ source: "model" });
  });

  it("is for ten times an hour, for each user", async () => {
    const t = newArena();
    const [host, other] = [await signedIn(t), await signedIn(t)];
    for (let n = 0; n < 10; n += 1) await host.mutation(internal.topics.admit, {});
    const refused = await host.action(api.topics.suggest, {}).catch((error: unknown) => error);
    expect(refused).toMatchObject(code("RATE_LIMITED"));
    expect(refused).toHaveProperty("data.retryAfterMs", expect.any(Number));
    await expect(other.action(api.topics.suggest, {})).resolves.toMatchObject({ source: "bundled" });
  });
});
