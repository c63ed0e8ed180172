// Kept by hand: the shape of what `convex codegen` writes for these modules.
import type { ComponentApi as Aggregate } from "@convex-dev/aggregate/_generated/component.js";
import type { ComponentApi as Presence } from "@convex-dev/presence/_generated/component.js";
import type { ComponentApi as RateLimiter } from "@convex-dev/rate-limiter/_generated/component.js";
import type { ComponentApi as ShardedCounter } from "@convex-dev/sharded-counter/_generated/component.js";
import type { ComponentApi as Workflow } from "@convex-dev/workflow/_generated/component.js";
import type { ComponentApi as Workpool } from "@convex-dev/workpool/_generated/component.js";
import type { RunResult, WorkId } from "@convex-dev/workpool";
import {
  anyApi,
  componentsGeneric,
  type DataModelFromSchemaDefinition,
  type DefaultFunctionArgs,
  type FunctionReference,
  type FunctionType,
} from "convex/server";
import type schema from "./schema";

export type DataModel = DataModelFromSchemaDefinition<typeof schema>;

type Internal<Type extends FunctionType, Args extends DefaultFunctionArgs, Result> = FunctionReference<
  Type,
  "internal",
  Args,
  Result
>;

export const internal = anyApi as unknown as {
  work: {
    shout: Internal<"action", { word: string; fail: boolean }, string>;
    note: Internal<"mutation", { text: string }, null>;
    completed: Internal<"mutation", { workId: WorkId; context: string; result: RunResult }, null>;
    story: Internal<"mutation", { args: { word: string } }, unknown>;
  };
};

export const components = componentsGeneric() as unknown as {
  aggregate: Aggregate<"aggregate">;
  presence: Presence<"presence">;
  rateLimiter: RateLimiter<"rateLimiter">;
  shardedCounter: ShardedCounter<"shardedCounter">;
  workflow: Workflow<"workflow">;
  workpool: Workpool<"workpool">;
};
