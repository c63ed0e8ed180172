import {
  internalActionGeneric,
  internalMutationGeneric,
  makeFunctionReference,
  mutationGeneric,
  queryGeneric,
} from "convex/server";
import { v } from "convex/values";
import { textsOf } from "../../provider";

const runMessage = makeFunctionReference<"action">("messages:run");
const writeText = makeFunctionReference<"mutation">("messages:write");

/** A message whose text is on its way. */
export const start = mutationGeneric({
  args: { baseUrl: v.string(), everyMs: v.number() },
  returns: v.id("messages"),
  handler: async (ctx, args) => {
    const id = await ctx.db.insert("messages", { text: "", done: false });
    await ctx.scheduler.runAfter(0, runMessage, { id, ...args });
    return id;
  },
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

/** Streams one completion, writing the full text at most once per `everyMs`; 0 writes it for every token. */
export const run = internalActionGeneric({
  args: { id: v.id("messages"), baseUrl: v.string(), everyMs: v.number() },
  returns: v.null(),
  handler: async (ctx, { id, baseUrl, everyMs }) => {
    let text = "";
    let writtenAt = 0;
    for await (const token of textsOf(baseUrl)) {
      text += token;
      if (Date.now() - writtenAt < everyMs) continue;
      writtenAt = Date.now();
      await ctx.runMutation(writeText, { id, text, done: false });
    }
    await ctx.runMutation(writeText, { id, text, done: true });
    return null;
  },
});
