import type { ConvexHttpClient } from "convex/browser";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";

type Battle = NonNullable<FunctionReturnType<typeof api.battles.get>>;
type NewRoom = FunctionArgs<typeof api.rooms.create>;
type Stage = Battle["state"]["kind"];

/** A room made by the API, with everything off that takes time; `over` turns on what a test is about. */
export async function makeRoom(
  client: ConvexHttpClient,
  over: Omit<Partial<NewRoom>, "settings"> & { settings?: NonNullable<NewRoom["settings"]> } = {},
): Promise<Id<"rooms">> {
  return await client.mutation(api.rooms.create, {
    topic: "Should cities ban private cars from their centres?",
    fighters: [{ modelId: "sparring/socrates" }, { modelId: "sparring/firebrand" }],
    rounds: 1,
    ...over,
    settings: { referee: false, commentator: false, tools: false, votingSeconds: 0, maxWords: 80, ...over.settings },
  });
}

/** The battle once it is in a state of this kind. */
export async function untilStage(client: ConvexHttpClient, battleId: Id<"battles">, kind: Stage): Promise<Battle> {
  return await vi.waitFor(
    async () => {
      const battle = await client.query(api.battles.get, { battleId });
      if (battle?.state.kind !== kind) throw new Error(`The battle is ${battle?.state.kind}, not ${kind}.`);
      return battle;
    },
    { timeout: 90_000, interval: 100 },
  );
}
