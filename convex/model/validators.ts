import { type Infer, v, type VArray } from "convex/values";
import { vHidden, vVisibility } from "./peopleValidators";

/** A argues for the topic, B against. */
export const vSide = v.union(v.literal("A"), v.literal("B"));
export type Side = Infer<typeof vSide>;

/**
 * `debate`: A, then B, each round. `duel`: both at once, names hidden. `challenge`: a person (A) against a model, scored.
 * `chat`: a person (A) talks with a model, unscored.
 */
export const vFormat = v.union(v.literal("debate"), v.literal("duel"), v.literal("challenge"), v.literal("chat"));
export type Format = Infer<typeof vFormat>;

export const vLiveTurnStatus = v.union(v.literal("queued"), v.literal("thinking"), v.literal("streaming"));
export type LiveTurnStatus = Infer<typeof vLiveTurnStatus>;

export const vFinishedTurnStatus = v.union(
  v.literal("complete"),
  v.literal("interrupted"),
  v.literal("failed"),
  v.literal("cancelled"),
);
export type FinishedTurnStatus = Infer<typeof vFinishedTurnStatus>;

export const vTurnStatus = v.union(vLiveTurnStatus, vFinishedTurnStatus);
export type TurnStatus = Infer<typeof vTurnStatus>;

/**
 * Why a turn ended badly. `host_lost` is set by the reaper, `budget` by the budget, `paused`, `skipped` and `replaced` by the host's
 * acts of that name; the others come from a provider.
 */
export const vTurnErrorCode = v.union(
  v.literal("rate_limited"),
  v.literal("auth"),
  v.literal("payment"),
  v.literal("moderation"),
  v.literal("bad_request"),
  v.literal("upstream"),
  v.literal("network"),
  v.literal("timeout_first_token"),
  v.literal("stalled"),
  v.literal("timeout_total"),
  v.literal("truncated"),
  v.literal("malformed"),
  v.literal("empty"),
  v.literal("host_lost"),
  v.literal("budget"),
  v.literal("paused"),
  v.literal("skipped"),
  v.literal("replaced"),
);
export type TurnErrorCode = Infer<typeof vTurnErrorCode>;

export const vFinishReason = v.union(
  v.literal("stop"),
  v.literal("length"),
  v.literal("content_filter"),
  v.literal("tool_calls"),
);
export type FinishReason = Infer<typeof vFinishReason>;

/** Token counts of one attempt, all its calls together. `costUsd` is null when the provider told none. */
export const vUsage = v.object({
  promptTokens: v.number(),
  completionTokens: v.number(),
  reasoningTokens: v.number(),
  cachedTokens: v.number(),
  costUsd: v.nullable(v.number()),
  simulated: v.boolean(),
});
export type Usage = Infer<typeof vUsage>;

const personaFace = {
  name: v.string(),
  archetype: v.string(),
  /** `#rrggbb`, for the sigil. */
  colour: v.string(),
  /** How it argues, one sentence that people read. */
  style: v.string(),
};
/** `prompt` is what the model is told; it stays on the server. */
export const vPersona = v.object({ ...personaFace, prompt: v.string() });
export type Persona = Infer<typeof vPersona>;
export const vPersonaFace = v.object(personaFace);
export type PersonaFace = Infer<typeof vPersonaFace>;

/** As stored. A person has no model. */
export const vStoredFighter = v.object({
  modelId: v.nullable(v.string()),
  name: v.string(),
  persona: v.nullable(vPersona),
  scripted: v.boolean(),
});
export type StoredFighter = Infer<typeof vStoredFighter>;

/** As shown. In a blind duel `modelId` and `persona` are null and the name is that of the side. */
export const vFighter = v.object({
  modelId: v.nullable(v.string()),
  name: v.string(),
  persona: v.nullable(vPersonaFace),
  scripted: v.boolean(),
  person: v.boolean(),
});
export type Fighter = Infer<typeof vFighter>;

// Convex has no tuple validator; `resolveFighters` guarantees the length before anything is stored.
export const vStoredFighters = v.array(vStoredFighter) as unknown as VArray<
  [StoredFighter, StoredFighter],
  typeof vStoredFighter
>;
export const vFighters = v.array(vFighter) as unknown as VArray<[Fighter, Fighter], typeof vFighter>;

/** `personaId`: a built-in persona or one of the host's own. `persona`: free text instead. Neither: the model's default. */
export const vFighterChoice = v.object({
  modelId: v.string(),
  personaId: v.optional(v.string()),
  persona: v.optional(v.string()),
});
export type FighterChoice = Infer<typeof vFighterChoice>;

/** The rules of a room, copied into each of its battles. */
export const vSettings = v.object({
  /** What a fighter is asked for; its text is cut well above. */
  maxWords: v.number(),
  referee: v.boolean(),
  commentator: v.boolean(),
  tools: v.boolean(),
  /** Length of a voting window; 0: no votes. */
  votingSeconds: v.number(),
  /** Who speaks when a fighter's model cannot; null: the turn is forfeited. */
  fallbackModelId: v.nullable(v.string()),
});
export type Settings = Infer<typeof vSettings>;
export const vSettingsChoice = vSettings.partial();

export const vRoomStatus = v.union(v.literal("waiting"), v.literal("live"), v.literal("finished"));
export type RoomStatus = Infer<typeof vRoomStatus>;

export const vRoom = v.object({
  _id: v.id("rooms"),
  _creationTime: v.number(),
  topic: v.string(),
  format: vFormat,
  fighters: vFighters,
  rounds: v.number(),
  settings: vSettings,
  status: vRoomStatus,
  currentBattleId: v.nullable(v.id("battles")),
  /** A battle starts by itself then. */
  startAt: v.nullable(v.number()),
  exhibition: v.boolean(),
  visibility: vVisibility,
  /** Set only for those who may show it again; to everybody else a hidden room does not exist. */
  hidden: v.nullable(vHidden),
  /** How the host is called; null in an exhibition. */
  hostName: v.nullable(v.string()),
});
export type Room = Infer<typeof vRoom>;

/** The hot value every viewer receives on every flush: it stays as small as it can be. */
export const vWait = v.union(
  v.object({ kind: v.literal("slot") }),
  v.object({ kind: v.literal("provider"), until: v.number() }),
  v.object({ kind: v.literal("model_limit"), until: v.number() }),
  v.object({ kind: v.literal("host_limit"), until: v.number() }),
);
/** Why a live turn does not move: no free slot, a 429 of the provider, or our own limits per model and host. */
export type Wait = Infer<typeof vWait>;

export const vLiveTurn = v.object({
  turnId: v.id("turns"),
  /** Null for the commentator. */
  side: v.nullable(vSide),
  round: v.number(),
  epoch: v.number(),
  seq: v.number(),
  base: v.number(),
  tail: v.string(),
  status: vLiveTurnStatus,
  /** A script, not a model, writes the words. */
  scripted: v.optional(v.literal(true)),
  wait: v.optional(vWait),
});
export type LiveTurn = Infer<typeof vLiveTurn>;

export const vTurnRole = v.union(v.literal("fighter"), v.literal("person"), v.literal("commentator"));
export type TurnRole = Infer<typeof vTurnRole>;

export const vFinishedTurn = v.object({
  turnId: v.id("turns"),
  round: v.number(),
  side: v.nullable(vSide),
  role: vTurnRole,
  epoch: v.number(),
  status: vFinishedTurnStatus,
  text: v.string(),
  length: v.number(),
  hash: v.string(),
  /** Null for a person, and while a duel is blind. */
  modelId: v.nullable(v.string()),
  scripted: v.boolean(),
  /** The room's fallback model spoke instead of the fighter's own. */
  fellBack: v.boolean(),
  /** A later attempt took its place; prompts and results pass over it. */
  superseded: v.boolean(),
  /** Taken from view: the text is empty. */
  hidden: v.nullable(vHidden),
  finishReason: v.nullable(vFinishReason),
  errorCode: v.nullable(vTurnErrorCode),
  startedAt: v.nullable(v.number()),
  endedAt: v.number(),
  /** Null while a duel is blind. */
  usage: v.nullable(vUsage),
});
export type FinishedTurn = Infer<typeof vFinishedTurn>;

export const vSegment = v.object({ index: v.number(), text: v.string() });
export type Segment = Infer<typeof vSegment>;
