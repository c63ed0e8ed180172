import { useQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import type { Battle, Hit } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn, Room } from "../../../convex/model/validators";
import { type Fight, recapDue } from "./fight";
import { useLiveTexts } from "./use-live-texts";

const NO_TURNS: FinishedTurn[] = [];
const NOTHING_LIVE: LiveTurn[] = [];
const NONE: never[] = [];

/** All subscriptions of one battle. Only `turns.live` is hot; the others change a few times per turn. */
export function useFight(
  room: Room,
  battle: Battle,
): { fight: Fight; loaded: boolean; hits: readonly Hit[] | undefined } {
  const { _id: battleId, settings, format } = battle;
  const finished = useQuery(api.turns.list, { battleId });
  // A battle that is over needs no live words, except those of a recap that may still come.
  const listening = battle.endedAt === null || recapDue(battle, finished ?? NO_TURNS);
  const liveTurns = room.visibility === "private" || room.hidden ? api.turns.livePrivate : api.turns.live;
  const live = useQuery(liveTurns, listening ? { battleId } : "skip") ?? NOTHING_LIVE;
  const texts = useLiveTexts(live);
  const hits = useQuery(api.battles.hits, settings.referee ? { battleId } : "skip");
  const lines = useQuery(api.battles.moderator, format === "chat" ? "skip" : { battleId }) ?? NONE;
  const calls = useQuery(api.battles.toolCalls, settings.tools ? { battleId } : "skip") ?? NONE;
  return {
    fight: { battle, finished: finished ?? NO_TURNS, live, texts, hits: hits ?? NONE, lines, calls },
    loaded: finished !== undefined && (!settings.referee || hits !== undefined),
    hits,
  };
}
