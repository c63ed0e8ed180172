import { WorkflowManager } from "@convex-dev/workflow";
import { vOnCompleteArgs, Workpool } from "@convex-dev/workpool";
import { internalActionGeneric, internalMutationGeneric, type MutationBuilder } from "convex/server";
import { v } from "convex/values";
import { components, internal, type DataModel } from "./api";

const internalMutation: MutationBuilder<DataModel, "internal"> = internalMutationGeneric;

export const pool = new Workpool(components.workpool, { maxParallelism: 2 });
export const flows = new WorkflowManager(components.workflow);

export const note = internalMutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    await ctx.db.insert("notes", { text });
    return null;
  },
});

export const shout = internalActionGeneric({
  args: { word: v.string(), fail: v.boolean() },
  handler: (_ctx, { word, fail }): Promise<string> =>
    fail ? Promise.reject(new Error(`${word} was lost`)) : Promise.resolve(word.toUpperCase()),
});

export const completed = internalMutation({
  args: vOnCompleteArgs(v.string()),
  handler: async (ctx, { context, result }) => {
    const outcome = result.kind === "success" ? String(result.returnValue) : result.kind;
    await ctx.db.insert("notes", { text: `${context}: ${outcome}` });
    return null;
  },
});

/** A step of each kind, a pause, and an event that somebody has to send. */
export const story = flows
  .define({ args: { word: v.string() }, returns: v.string() })
  .handler(async (step, { word }): Promise<string> => {
    await step.runMutation(internal.work.note, { text: "begun" });
    const shouted: string = await step.runAction(internal.work.shout, { word, fail: false });
    await step.sleep(60_000);
    const answer = await step.awaitEvent<string>({ name: "answer" });
    return `${shouted} ${answer}`;
  });
