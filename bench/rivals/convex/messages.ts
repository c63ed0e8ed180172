import {
  actionGeneric,
  internalMutationGeneric,
  makeFunctionReference,
  mutationGeneric,
  queryGeneric,
} from "convex/server";
import { v } from "convex/values";
import OpenAI from "openai";

export const create = mutationGeneric({
  args: {},
  returns: v.id("messages"),
  handler: async (ctx) => await ctx.db.insert("messages", { text: "", done: false }),
});

export const get = queryGeneric({
  args: { id: v.id("messages") },
  returns: v.union(v.null(), v.object({ text: v.string(), done: v.boolean() })),
  handler: async (ctx, { id }) => {
    const row = await ctx.db.get("messages", id);
    return row && { text: row.text as string, done: row.done as boolean };
  },
});

export const write = internalMutationGeneric({
  args: { id: v.id("messages"), text: v.string(), done: v.boolean() },
  returns: v.null(),
  handler: async (ctx, { id, text, done }) => {
    await ctx.db.patch("messages", id, { text, done });
    return null;
  },
});

const writeText = makeFunctionReference<"mutation">("messages:write");

/** Streams one completion, writing the full text at most once per `everyMs`; 0 writes it for every token. */
export const run = actionGeneric({
  args: { id: v.id("messages"), baseUrl: v.string(), everyMs: v.number() },
  returns: v.null(),
  handler: async (ctx, { id, baseUrl, everyMs }) => {
    const client = new OpenAI({ apiKey: "none", baseURL: baseUrl, maxRetries: 0 });
    const stream = await client.chat.completions.create({ model: "rival", stream: true, messages: [] });
    let text = "";
    let writtenAt = 0;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      if (Date.now() - writtenAt < everyMs) continue;
      writtenAt = Date.now();
      await ctx.runMutation(writeText, { id, text, done: false });
    }
    await ctx.runMutation(writeText, { id, text, done: true });
    return null;
  },
});
