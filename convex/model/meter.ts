import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import type { CallPermit, CallRecord, CallRequest } from "./runValidators";

/** The ledger, as an action reaches it. */
export function meterOf(ctx: Pick<ActionCtx, "runMutation">) {
  return {
    open: async (call: CallRequest): Promise<CallPermit> => await ctx.runMutation(internal.usage.open, call),
    close: async (record: CallRecord): Promise<void> => {
      await ctx.runMutation(internal.usage.close, record);
    },
  };
}
