import type { Ballot, Battle, Hit, Judgement, ModeratorLine } from "../../convex/model/battleValidators";
import type { BattleCost } from "../../convex/model/ledgerValidators";
import type { Model } from "../../convex/model/modelValidators";
import type { PersonaChoice } from "../../convex/model/ownPersonas";
import type { ToolCallView } from "../../convex/model/runValidators";
import { textHash } from "../../convex/model/textHash";
import type { Fighter, FinishedTurn, LiveTurn, PersonaFace, Room, Settings } from "../../convex/model/validators";

/** Complete values of the public types, for tests that care about one or two fields. */
const gadfly: PersonaFace = {
  name: "Gadfly",
  archetype: "Questioner",
  colour: "#119484",
  style: "Answers every claim with the question its owner forgot to ask.",
};

export const socrates: Fighter = {
  modelId: "sparring/socrates",
  name: "Socrates",
  persona: gadfly,
  scripted: true,
  person: false,
};

export const model: Fighter = {
  modelId: "vendor/model",
  name: "Model",
  persona: null,
  scripted: false,
  person: false,
};

export const challenger: Fighter = {
  modelId: null,
  name: "Challenger",
  persona: null,
  scripted: false,
  person: true,
};

export const settings: Settings = {
  maxWords: 220,
  referee: true,
  commentator: true,
  tools: true,
  votingSeconds: 20,
  fallbackModelId: null,
};

export const room: Room = {
  _id: "room1" as Room["_id"],
  _creationTime: 0,
  topic: "Should cities ban private cars?",
  format: "debate",
  fighters: [socrates, model],
  rounds: 2,
  settings,
  status: "live",
  currentBattleId: "battle1" as Battle["_id"],
  startAt: null,
  visibility: "public",
  hidden: null,
  hostName: "Guest 1234",
  exhibition: false,
};

export const battle: Battle = {
  _id: "battle1" as Battle["_id"],
  _creationTime: 0,
  roomId: room._id,
  topic: room.topic,
  format: "debate",
  fighters: room.fighters,
  blind: false,
  rounds: 2,
  settings,
  state: { kind: "turn", round: 1, side: "A" },
  hp: { A: 100, B: 100 },
  unrated: null,
  mirror: null,
  startedAt: 0,
  endedAt: null,
};

export function liveTurn(over: Partial<LiveTurn> = {}): LiveTurn {
  const turnId = "turn1" as LiveTurn["turnId"];
  return { turnId, side: "A", round: 1, epoch: 1, seq: 1, base: 0, tail: "", status: "streaming", ...over };
}

export function finishedTurn(text: string, over: Partial<FinishedTurn> = {}): FinishedTurn {
  return {
    turnId: "turn1" as FinishedTurn["turnId"],
    round: 1,
    side: "A",
    role: "fighter",
    epoch: 1,
    status: "complete",
    text,
    length: text.length,
    hash: textHash(text),
    modelId: "sparring/socrates",
    scripted: true,
    fellBack: false,
    superseded: false,
    hidden: null,
    finishReason: "stop",
    errorCode: null,
    startedAt: 1000,
    endedAt: 5800,
    usage: null,
    ...over,
  };
}

export const slash: Extract<Judgement, { kind: "hit" }> = {
  kind: "hit",
  type: "FIRE_SLASH",
  damage: 20,
  bonus: 0,
  reason: "An analogy that the other side has to accept.",
  confidence: 0.8,
};

export function hit(over: Partial<Hit> = {}): Hit {
  return { turnId: "turn1" as Hit["turnId"], round: 1, side: "A", judgement: slash, ...over };
}

export function toolCall(over: Partial<ToolCallView> = {}): ToolCallView {
  return {
    turnId: "turn1" as ToolCallView["turnId"],
    epoch: 1,
    index: 0,
    name: "calculate",
    arguments: '{"expression":"600 * 4.2"}',
    status: "done",
    result: "600 * 4.2 = 2520",
    durationMs: 120,
    ...over,
  };
}

export function moderatorLine(over: Partial<ModeratorLine> = {}): ModeratorLine {
  return {
    lineId: "line1" as ModeratorLine["lineId"],
    round: 1,
    text: "Stay with the night nurse.",
    at: 2000,
    read: false,
    ...over,
  };
}

export function ballot(over: Partial<Ballot> = {}): Ballot {
  return { ballot: 1, closed: false, mine: null, discarded: null, tally: null, ...over };
}

export function battleCost(over: Partial<BattleCost> = {}): BattleCost {
  return {
    real: 0,
    simulated: 0,
    reservedReal: 0,
    reservedSimulated: 0,
    unknownCosts: 0,
    calls: 0,
    counted: { real: 0, simulated: 0 },
    budgets: { battleUsd: null, roomDailyUsd: null, hostDailyUsd: null },
    spentToday: { day: null, room: { real: 0, simulated: 0 }, host: { real: 0, simulated: 0 } },
    ...over,
  };
}

/** A real model as the pickers list it. */
export function pickerModel(over: Partial<Model> = {}): Model {
  return {
    modelId: "vendor/model",
    name: "Model",
    tagline: "",
    scripted: false,
    available: true,
    promptPrice: 0.000_001,
    completionPrice: 0.000_004,
    contextLength: 128_000,
    expiresAt: null,
    ...over,
  };
}

/** A scripted model as the pickers list it. */
export function modelInList(name: string, over: Partial<Model> = {}): Model {
  return pickerModel({
    modelId: `sparring/${name.toLowerCase()}`,
    name,
    tagline: `${name}'s way`,
    scripted: true,
    contextLength: null,
    ...over,
  });
}

/** A row of `personas.list`. */
export function personaChoice(over: Partial<PersonaChoice> = {}): PersonaChoice {
  return { ...gadfly, personaId: "builtin/gadfly", builtIn: true, prompt: null, ...over };
}
