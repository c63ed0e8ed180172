import { mutationGeneric } from "convex/server";
import { v } from "convex/values";

/** One row that every call reads and writes. */
export const increment = mutationGeneric({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const row = await ctx.db
      .query("counters")
      .withIndex("by_name", (q) => q.eq("name", "hot"))
      .first();
    if (row) await ctx.db.patch("counters", row._id as never, { value: (row.value as number) + 1 });
    else await ctx.db.insert("counters", { name: "hot", value: 1 });
    return null;
  },
});
