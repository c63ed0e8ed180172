import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  counters: defineTable({ name: v.string(), total: v.number(), at: v.optional(v.commitTs()) }).index("by_name", [
    "name",
  ]),
});
