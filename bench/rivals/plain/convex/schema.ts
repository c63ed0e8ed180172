import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

/** The plain design that streaming is measured against: the whole text on one document, patched as it grows. */
export default defineSchema({ messages: defineTable({ text: v.string(), done: v.boolean() }) });
