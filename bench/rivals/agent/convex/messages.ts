import {
  type AgentComponent,
  abortStream,
  compressUIMessageChunks,
  createThread,
  DeltaStreamer,
  syncStreams,
  vStreamArgs,
} from "@convex-dev/agent";
import type { UIMessageChunk } from "ai";
import {
  componentsGeneric,
  internalActionGeneric,
  makeFunctionReference,
  mutationGeneric,
  queryGeneric,
} from "convex/server";
import { v } from "convex/values";
import { textsOf } from "../../provider";

const { agent } = componentsGeneric() as unknown as { agent: AgentComponent };
const runStream = makeFunctionReference<"action">("messages:run");

export const start = mutationGeneric({
  args: { baseUrl: v.string() },
  returns: v.string(),
  handler: async (ctx, { baseUrl }) => {
    const threadId = await createThread(ctx, agent);
    await ctx.scheduler.runAfter(0, runStream, { threadId, baseUrl });
    return threadId;
  },
});

/** What `useStreamingUIMessages` subscribes to; without the page of saved messages that an app would add. */
export const streams = queryGeneric({
  args: { threadId: v.string(), streamArgs: vStreamArgs },
  handler: async (ctx, args) => ({ streams: await syncStreams(ctx, agent, args) }),
});

export const cancel = mutationGeneric({
  args: { threadId: v.string() },
  returns: v.boolean(),
  handler: (ctx, { threadId }) => abortStream(ctx, agent, { threadId, order: 0, reason: "cancelled" }),
});

async function* chunksOf(texts: AsyncIterable<string>): AsyncGenerator<UIMessageChunk> {
  yield { type: "text-start", id: "0" };
  for await (const delta of texts) yield { type: "text-delta", id: "0", delta };
  yield { type: "text-end", id: "0" };
}

/** The options are those of `agent.streamText` with `saveStreamDeltas: true`: a delta per 250 ms, texts joined. */
export const run = internalActionGeneric({
  args: { threadId: v.string(), baseUrl: v.string() },
  returns: v.null(),
  handler: async (ctx, { threadId, baseUrl }) => {
    const streamer = new DeltaStreamer<UIMessageChunk>(
      agent,
      ctx,
      {
        throttleMs: undefined,
        abortSignal: undefined,
        compress: compressUIMessageChunks,
        onAsyncAbort: () => Promise.resolve(),
      },
      { threadId, order: 0, stepOrder: 0, format: "UIMessageChunk" },
    );
    const texts = textsOf(baseUrl, streamer.abortController.signal);
    await streamer.consumeStream(chunksOf(texts) as unknown as Parameters<typeof streamer.consumeStream>[0]);
    return null;
  },
});
