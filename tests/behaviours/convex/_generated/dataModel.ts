// Kept by hand: the shape of what `convex codegen` writes for this directory.
import type { DataModelFromSchemaDefinition, DocumentByName, TableNamesInDataModel } from "convex/server";
import type { GenericId } from "convex/values";
import type schema from "../schema";

export type DataModel = DataModelFromSchemaDefinition<typeof schema>;
export type Doc<Table extends TableNamesInDataModel<DataModel>> = DocumentByName<DataModel, Table>;
export type Id<Table extends TableNamesInDataModel<DataModel> | "_storage" | "_scheduled_functions"> = GenericId<Table>;
