import type { convexTest as theirs, TestConvex, TestConvexForDataModel, TestConvexRoot } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";
import { describe, expect, expectTypeOf, it } from "vitest";
import { convexTest as ours } from "../../embedded/testing";
import { api } from "./convex/_generated/api";
import type { DataModel, Id } from "./convex/_generated/dataModel";
import type schema from "./convex/schema";
import { newTest } from "./new-test";

/** As component helpers take it, who know nothing of the schema. */
function anyBackend(t: TestConvex<SchemaDefinition<GenericSchema, boolean>>): string {
  return typeof t.registerComponent;
}

describe("types", () => {
  it("of convexTest are those of the package", () => {
    expectTypeOf(ours).toEqualTypeOf<typeof theirs>();
    expect(ours).toBeTypeOf("function");
  });

  it("of a backend with a schema fit where any backend does", () => {
    expect(anyBackend(newTest())).toBe("function");
  });

  it("of accessors stay those of the data model", () => {
    const t = newTest();
    expectTypeOf(t).toEqualTypeOf<TestConvexRoot<DataModel>>();
    expectTypeOf(t).toExtend<TestConvex<typeof schema>>();
    const asAda: TestConvexForDataModel<DataModel> = t.withIdentity({ name: "Ada" }).withRequestMetadata({ ip: "::1" });
    expect(asAda.query).toBeTypeOf("function");
  });

  it("of results are those of the functions", async () => {
    const t = newTest();
    const id = await t.mutation(api.books.add, { title: "Emma", author: "Austen" });
    expectTypeOf(id).toEqualTypeOf<Id<"books">>();
    const titles = await t.query(api.books.titles, { author: "Austen" });
    expectTypeOf(titles).toEqualTypeOf<string[]>();
    expect(titles).toEqual(["Emma"]);
  });
});
