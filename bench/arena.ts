import type { ConvexHttpClient } from "convex/browser";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { signIn } from "../tests/support/session";
import type { startTokenServer } from "../tests/support/token-server";
import { type BenchHost, openBenchHost } from "./host/host";

export type TokenServer = Awaited<ReturnType<typeof startTokenServer>>;

/** Models of the token server: A argues first. */
const MODEL_A = "bench-a";
export const MODEL_B = "bench-b";

/** A battle of two turns and nothing else: what a room can switch off is off. */
const ROOM = {
  topic: "Should cities ban cars?",
  fighters: [{ modelId: MODEL_A }, { modelId: MODEL_B }],
  rounds: 1,
  settings: { referee: false, commentator: false, tools: false, votingSeconds: 0 },
};

/** The product's own limits per model and host are not what is measured. */
const UNLIMITED = { ARENA_MODEL_RPM: "1000000", ARENA_MODEL_TPM: "1000000000", ARENA_HOST_RPM: "1000000" };

export interface Battle {
  roomId: Id<"rooms">;
  battleId: Id<"battles">;
}

/** Our public API, as one signed-in host of rooms uses it. */
export interface Arena {
  client: ConvexHttpClient;
  createRoom(): Promise<Id<"rooms">>;
  startBattle(roomId?: Id<"rooms">): Promise<Battle>;
}

export async function arenaAt(url: string): Promise<Arena> {
  const client = await signIn(url);
  const createRoom = () => client.mutation(api.rooms.create, ROOM);
  return {
    client,
    createRoom,
    startBattle: async (given) => {
      const roomId = given ?? (await createRoom());
      return { roomId, battleId: await client.mutation(api.battles.start, { roomId }) };
    },
  };
}

/** A host that asks `provider` for every completion; with our functions by default. */
export function openProviderHost(
  provider: TokenServer,
  options: Parameters<typeof openBenchHost>[0] = {},
): Promise<BenchHost> {
  return openBenchHost({
    convexDir: "convex",
    ...options,
    env: { OPENROUTER_BASE_URL: provider.baseUrl, ...UNLIMITED, ...options.env },
  });
}
