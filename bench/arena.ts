import type { ConvexHttpClient } from "convex/browser";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { type Host, startHost } from "../embedded/main";
import { signIn } from "../tests/support/session";
import { startTokenServer, type TokenServerOptions } from "../tests/support/token-server";

export type TokenServer = Awaited<ReturnType<typeof startTokenServer>>;

export interface Arena {
  host: Host;
  provider: TokenServer;
  client: ConvexHttpClient;
  /** A new room with a battle of one round between two models of the token server. */
  startBattle(): Promise<{ roomId: Id<"rooms">; battleId: Id<"battles"> }>;
  close(): Promise<void>;
}

export function startBenchHost(convexDir: string, env: Record<string, string> = {}): Promise<Host> {
  return startHost({ convexDir, dataDir: null, port: 0, sitePort: 0, env, watch: false, log: () => {} });
}

/** Our backend on an embedded host in memory, with a provider over TCP whose chunk times are known. */
export async function openArena(tokens: TokenServerOptions): Promise<Arena> {
  const provider = await startTokenServer(tokens);
  const host = await startBenchHost("convex", { OPENROUTER_BASE_URL: provider.baseUrl });
  const client = await signIn(host.url);
  return {
    host,
    provider,
    client,
    startBattle: async () => {
      const fighters = [{ modelId: "bench-a" }, { modelId: "bench-b" }];
      const roomId = await client.mutation(api.rooms.create, { topic: "Should cities ban cars?", fighters, rounds: 1 });
      return { roomId, battleId: await client.mutation(api.battles.start, { roomId }) };
    },
    close: async () => {
      await host.close();
      await provider.close();
    },
  };
}
