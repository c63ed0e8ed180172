import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

/** A table that is filled to 100,000 rows and watched in one row, and a row that everybody writes. */
export default defineSchema({
  items: defineTable({ key: v.number(), text: v.string() }).index("by_key", ["key"]),
  counters: defineTable({ name: v.string(), value: v.number() }).index("by_name", ["name"]),
});
