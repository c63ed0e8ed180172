import { textHash } from "../../convex/model/textHash";
import type { Battle, FinishedTurn, LiveTurn, Room } from "../../convex/model/validators";

/** Complete values of the public types, for tests that care about one or two fields. */
export const room: Room = {
  _id: "room1" as Room["_id"],
  _creationTime: 0,
  topic: "Should cities ban private cars?",
  fighters: [
    { modelId: "sparring/socrates", name: "Socrates", scripted: true },
    { modelId: "vendor/model", name: "Model", scripted: false },
  ],
  rounds: 2,
  status: "live",
  currentBattleId: "battle1" as Battle["_id"],
  exhibition: false,
};

export const battle: Battle = {
  _id: "battle1" as Battle["_id"],
  _creationTime: 0,
  roomId: room._id,
  topic: room.topic,
  fighters: room.fighters,
  rounds: 2,
  state: { kind: "turn", round: 1, side: "A" },
  unrated: false,
  startedAt: 0,
  endedAt: null,
};

export function liveTurn(over: Partial<LiveTurn> = {}): LiveTurn {
  const turnId = "turn1" as LiveTurn["turnId"];
  return { turnId, side: "A", epoch: 1, seq: 1, base: 0, tail: "", status: "streaming", ...over };
}

export function finishedTurn(text: string, over: Partial<FinishedTurn> = {}): FinishedTurn {
  return {
    turnId: "turn1" as FinishedTurn["turnId"],
    round: 1,
    side: "A",
    epoch: 1,
    status: "complete",
    text,
    length: text.length,
    hash: textHash(text),
    modelId: "sparring/socrates",
    scripted: true,
    finishReason: "stop",
    errorCode: null,
    startedAt: 1000,
    endedAt: 5800,
    usage: null,
    ...over,
  };
}
