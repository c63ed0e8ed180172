import { afterAll, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import { Product } from "../support/product";
import { signIn } from "../support/session";

let product: Product | null = null;
afterAll(async () => {
  await product?.stop();
});

test("a battle that was scheduled starts by itself after the backend was killed and started again", async () => {
  product = await Product.start({ ARENA_SPARRING_SPEED: "50" });
  const host = await signIn(product.convexUrl);
  const startAt = Date.now() + 12_000;
  const roomId = await host.mutation(api.rooms.create, {
    topic: "Should shops close on Sundays?",
    fighters: [{ modelId: "sparring/firebrand" }, { modelId: "sparring/jester" }],
    rounds: 1,
    settings: { referee: false, commentator: false, votingSeconds: 0 },
    startAt,
  });
  expect(await host.query(api.rooms.get, { roomId })).toMatchObject({ status: "waiting", startAt });

  await product.kill();
  await product.start();
  const room = await vi.waitFor(
    async () => {
      const now = await host.query(api.rooms.get, { roomId });
      expect(now).toMatchObject({ status: "finished", startAt: null });
      return now;
    },
    { timeout: 60_000, interval: 100 },
  );
  const battle = await host.query(api.battles.get, { battleId: room!.currentBattleId! });
  expect(battle).toMatchObject({ state: { kind: "finished" }, unrated: null });
  expect(battle!.startedAt).toBeGreaterThanOrEqual(startAt);
});
