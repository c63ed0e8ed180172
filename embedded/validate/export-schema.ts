import type { GenericSchema, SchemaDefinition } from "convex/server";
import type { SchemaJson } from "./schema-json";

/** The JSON of a schema definition. `export` is marked internal in the types of the package. */
export function exportSchema(schema: SchemaDefinition<GenericSchema, boolean>): SchemaJson {
  return JSON.parse((schema as unknown as { export(): string }).export()) as SchemaJson;
}
