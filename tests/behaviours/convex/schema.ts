import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  books: defineTable({
    title: v.string(),
    author: v.string(),
    year: v.optional(v.number()),
    tags: v.optional(v.array(v.string())),
    copyOf: v.optional(v.id("books")),
  })
    // Its own order: of equal authors, that of creation.
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes
    .index("by_author", ["author"])
    .index("by_author_year", ["author", "year"])
    .index("by_year", ["year"])
    .searchIndex("search_title", { searchField: "title", filterFields: ["author", "year"] }),
  things: defineTable({ value: v.optional(v.any()), inner: v.optional(v.object({ depth: v.number() })) })
    .index("by_value", ["value"])
    .index("by_depth", ["inner.depth"]),
  stamps: defineTable({ label: v.string(), at: v.optional(v.commitTs()), deep: v.optional(v.array(v.commitTs())) })
    .index("by_at", ["at"])
    .index("by_label", ["label"]),
  pictures: defineTable({ label: v.string(), kind: v.string(), embedding: v.array(v.float64()) }).vectorIndex(
    "by_embedding",
    { vectorField: "embedding", dimensions: 3, filterFields: ["kind"] },
  ),
  reports: defineTable({ label: v.string(), data: v.any() }),
});
