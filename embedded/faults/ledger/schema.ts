import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

/**
 * An app whose state shows what was lost, doubled or halved: every operation takes the next sequence number and moves
 * several documents together.
 */
export default defineSchema({
  entries: defineTable({ op: v.string(), seq: v.number(), part: v.number(), padding: v.string() }),
  /** One per residue of the sequence number: replaced by delete and insert. */
  slots: defineTable({ slot: v.number(), seq: v.number() }).index("by_slot", ["slot"]),
  accounts: defineTable({ name: v.string(), balance: v.number() }).index("by_name", ["name"]),
  totals: defineTable({ name: v.string(), value: v.number() }).index("by_name", ["name"]),
  effects: defineTable({ op: v.string(), kind: v.string() }),
});
