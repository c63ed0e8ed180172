import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { type ActionCtx, internalAction } from "./_generated/server";
import { MAX_TURN_TOKENS } from "./model/limits";
import { meterOf } from "./model/meter";
import { promptFor } from "./model/prompts";
import type { Briefing, Feature } from "./model/runValidators";
import { settings } from "./model/settings";
import { textHash } from "./model/textHash";
import { providerFor } from "./providers/select";
import { systemClock } from "./streaming/clock";
import { type FlightPorts, runFlight } from "./streaming/flight";
import type { Lane } from "./streaming/lane";
import { createToolbox } from "./tools/toolbox";

/**
 * Runs one flight: one turn, or both turns of a duel's round. The mutation that ends a turn brings about what comes next; a killed
 * action is left to the reaper.
 */
export const run = internalAction({
  args: { leaseId: v.id("turnLeases") },
  returns: v.null(),
  handler: async (ctx, { leaseId }): Promise<null> => {
    const briefings = await ctx.runMutation(internal.turns.claim, { leaseId });
    if (briefings.length > 0) await runFlight(briefings.map(laneOf), portsOf(ctx, leaseId));
    return null;
  },
});

function laneOf(briefing: Briefing): Lane {
  const { turnId, epoch, modelId, battleId, roomId, hostId } = briefing;
  return {
    attempt: { turnId, epoch },
    request: {
      modelId,
      messages: promptFor(briefing),
      maxTokens: MAX_TURN_TOKENS,
      sessionId: battleId,
      ...(hostId !== null && { user: textHash(hostId) }),
    },
    provider: providerFor(modelId, settings),
    feature: featureOf(briefing),
    ids: { userId: hostId, roomId, battleId },
    toolbox: briefing.tools ? createToolbox(briefing) : null,
  };
}

function featureOf({ format, role }: Briefing): Feature {
  if (role === "commentator") return "commentator";
  return format === "chat" ? "chat" : "fighter";
}

function portsOf(ctx: ActionCtx, leaseId: Id<"turnLeases">): FlightPorts {
  const { turns } = internal;
  return {
    append: (writes) => ctx.runMutation(turns.append, { writes }),
    control: (attempts, renew) =>
      renew ? ctx.runMutation(turns.heartbeat, { leaseId, attempts }) : ctx.runQuery(turns.control, { attempts }),
    finalize: (last) => ctx.runMutation(turns.finalize, last),
    wait: async (attempt, wait) => void (await ctx.runMutation(turns.showWait, { ...attempt, wait })),
    meter: meterOf(ctx),
    tool: async (call) => void (await ctx.runMutation(turns.recordTool, { call })),
    clock: systemClock,
    random: Math.random,
  };
}
