import { PersistentTextStreaming, type StreamId } from "@convex-dev/persistent-text-streaming";
import { componentsGeneric, httpActionGeneric, mutationGeneric, queryGeneric } from "convex/server";
import { v } from "convex/values";
import { textsOf } from "../../provider";

const { persistentTextStreaming } = componentsGeneric() as unknown as {
  persistentTextStreaming: ConstructorParameters<typeof PersistentTextStreaming>[0];
};
const streaming = new PersistentTextStreaming(persistentTextStreaming);

export const create = mutationGeneric({
  args: {},
  returns: v.string(),
  handler: (ctx) => streaming.createStream(ctx),
});

/** What `useStream` subscribes to, for everyone but the asker. */
export const body = queryGeneric({
  args: { streamId: v.string() },
  handler: (ctx, { streamId }) => streaming.getStreamBody(ctx, streamId as StreamId),
});

/** What the asker's `useStream` posts to; its answer is the asker's own stream of text. */
export const run = httpActionGeneric(async (ctx, request) => {
  const { streamId, baseUrl } = (await request.json()) as { streamId: StreamId; baseUrl: string };
  return await streaming.stream(ctx, request, streamId, async (_ctx, _request, _id, append) => {
    for await (const text of textsOf(baseUrl)) await append(text);
  });
});
