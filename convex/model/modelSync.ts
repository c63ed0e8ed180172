import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import type { ListedModel, ListingError, SyncStatus } from "./modelValidators";

/** Ids above `after`, up to and with `upTo`; null: without that end. */
interface IdRange {
  after: string | null;
  upTo: string | null;
}

/** A part of a listing: all its models in a range of ids. */
export interface ListingPart extends IdRange {
  models: ListedModel[];
}

/** One transaction of a sync. */
const PART_SIZE = 200;

/** Cuts a listing into parts that cover all ids there could be, so that rows which vanished from it lie in one of them. */
export function partsOf(models: readonly ListedModel[]): ListingPart[] {
  const sorted = models.toSorted((a, b) => (a.modelId < b.modelId ? -1 : 1));
  const parts: ListingPart[] = [];
  for (let from = 0; from < sorted.length; from += PART_SIZE) {
    const part = sorted.slice(from, from + PART_SIZE);
    const isLast = from + PART_SIZE >= sorted.length;
    parts.push({
      after: parts.at(-1)?.upTo ?? null,
      upTo: isLast ? null : (part.at(-1)?.modelId ?? null),
      models: part,
    });
  }
  return parts;
}

/** Makes the rows of a range those of the listing. */
export async function storePart(ctx: MutationCtx, part: ListingPart): Promise<void> {
  const stored = await rowsIn(ctx, part);
  const rows = new Map(stored.map((row) => [row.modelId, row]));
  for (const model of part.models) {
    const row = rows.get(model.modelId);
    const listed = { ...model, syncedAt: Date.now() };
    if (row === undefined) await ctx.db.insert("models", listed);
    else await ctx.db.replace("models", row._id, listed);
    rows.delete(model.modelId);
  }
  for (const vanished of rows.values()) await ctx.db.delete("models", vanished._id);
}

/** As many as the longest listing has, so no range holds more. */
const MAX_STORED = 2_000;

async function rowsIn(ctx: MutationCtx, { after, upTo }: IdRange): Promise<Doc<"models">[]> {
  const rows = ctx.db.query("models").withIndex("by_modelId", (q) => {
    const above = q.gt("modelId", after ?? "");
    return upTo === null ? above : above.lte("modelId", upTo);
  });
  return await rows.take(MAX_STORED);
}

/** A failed sync leaves the rows and the last success as they were. */
export async function recordSync(
  ctx: MutationCtx,
  outcome: { count: number } | { error: ListingError },
): Promise<void> {
  const triedAt = Date.now();
  const last = await ctx.db.query("modelSyncs").first();
  const status =
    "count" in outcome
      ? { triedAt, succeededAt: triedAt, count: outcome.count, error: null }
      : { triedAt, succeededAt: last?.succeededAt ?? null, count: last?.count ?? 0, error: outcome.error };
  if (last === null) await ctx.db.insert("modelSyncs", status);
  else await ctx.db.replace("modelSyncs", last._id, status);
}

export async function syncStatus(ctx: QueryCtx): Promise<SyncStatus | null> {
  const last = await ctx.db.query("modelSyncs").first();
  if (last === null) return null;
  const { triedAt, succeededAt, count, error } = last;
  return { triedAt, succeededAt, count, error };
}
