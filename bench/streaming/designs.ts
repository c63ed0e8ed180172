import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { api } from "../../convex/_generated/api";
import { arenaAt } from "../arena";
import type { Design } from "./design";

const query = (path: string) => makeFunctionReference<"query">(path);
const mutation = (path: string) => makeFunctionReference<"mutation">(path);
const clientOf = (url: string) => new ConvexHttpClient(url, { logger: false });

export const ours: Design = {
  name: "ArenaAI",
  convexDir: "convex",
  viewerQueries: ["turns:live", "turns:list", "turns:segments"],
  start: async ({ url }) => {
    const arena = await arenaAt(url);
    const { battleId } = await arena.startBattle();
    const cancel = () => arena.client.mutation(api.battles.cancel, { battleId });
    return {
      watch: { kind: "arena", args: { battleId } },
      cancel,
      isOver: async (at) => (await clientOf(at).query(api.turns.list, { battleId })).length > 0,
      close: cancel,
    };
  },
};

/** Both plain designs: the whole text on one row, written for every token or at most once per interval. */
function plain(name: string, everyMs: number): Design {
  return {
    name,
    convexDir: "bench/rivals/plain/convex",
    viewerQueries: ["messages:get"],
    start: async ({ url }, { baseUrl }) => {
      const id = (await clientOf(url).mutation(mutation("messages:start"), { baseUrl, everyMs })) as string;
      return {
        watch: { kind: "plain", args: { id } },
        isOver: async (at) => ((await clientOf(at).query(query("messages:get"), { id })) as { done: boolean }).done,
        close: () => Promise.resolve(),
      };
    },
  };
}

const perToken = plain("(a) full text per token", 0);
export const every250 = plain("(b) full text per 250 ms", 250);

export const agent: Design = {
  name: "(c) @convex-dev/agent",
  convexDir: "bench/rivals/agent/convex",
  viewerQueries: ["messages:streams"],
  start: async ({ url }, { baseUrl }) => {
    const client = clientOf(url);
    const threadId = (await client.mutation(mutation("messages:start"), { baseUrl })) as string;
    const cancel = () => client.mutation(mutation("messages:cancel"), { threadId });
    const list = { threadId, streamArgs: { kind: "list" } };
    return {
      watch: { kind: "agent", args: { threadId } },
      cancel,
      isOver: async (at) => {
        const { streams } = (await clientOf(at).query(query("messages:streams"), list)) as {
          streams: { messages: unknown[] };
        };
        return streams.messages.length === 0;
      },
      close: cancel,
    };
  },
};

export const persistent: Design = {
  name: "(d) persistent-text-streaming",
  convexDir: "bench/rivals/persistent/convex",
  viewerQueries: ["messages:body"],
  start: async ({ url, siteUrl }, { baseUrl }) => {
    const streamId = (await clientOf(url).mutation(mutation("messages:create"), {})) as string;
    const hangUp = new AbortController();
    // The asker reads its own HTTP stream to the end, as `useStream` does.
    const read = async () => {
      const body = JSON.stringify({ streamId, baseUrl });
      const answer = await fetch(`${siteUrl}/run`, { method: "POST", body, signal: hangUp.signal });
      await answer.text();
    };
    // It ends with the host, or because it hung up.
    read().catch(() => undefined);
    return {
      watch: { kind: "persistent", args: { streamId } },
      isOver: async (at) => {
        const body = (await clientOf(at).query(query("messages:body"), { streamId })) as { status: string };
        return body.status !== "pending" && body.status !== "streaming";
      },
      close: () => Promise.resolve(hangUp.abort()),
    };
  },
};

/** In the order of the table; ours is what the others are compared with. */
export const designs: readonly Design[] = [ours, perToken, every250, agent, persistent];
