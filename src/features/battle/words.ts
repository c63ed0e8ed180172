import type { Battle, Hit } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn, Room, Side } from "../../../convex/model/validators";
import { turnFault } from "../../lib/errors";
import { plural, wordCount } from "../../lib/format";
import { fighterOf, isScored, nextSpeaker, stageOf } from "./fight";
import { pauseText, resultWords, unratedText } from "./result-words";
import { doing, hitText, REFEREE_READS, turnRemark } from "./turn-words";
import { question } from "./vote-words";

/** What the interface says about a battle as a whole; every sentence is short, concrete, and made here. */

export interface DockWords {
  title: string;
  detail: string;
}

export function dockWords(room: Room, battle: Battle | null, live: readonly LiveTurn[], isHost: boolean): DockWords {
  return battle && battle.state.kind !== "waiting" ? battleWords(battle, live, isHost) : waitingWords(room, isHost);
}

function battleWords(battle: Battle, live: readonly LiveTurn[], isHost: boolean): DockWords {
  const { state } = battle;
  switch (state.kind) {
    case "waiting":
      return { title: "The battle begins", detail: "" };
    case "turn": {
      const turn = live.find((row) => row.side === state.side) ?? null;
      return { title: `${fighterOf(battle, state.side).name} is ${doing(turn)}`, detail: whatNext(battle) };
    }
    case "exchange":
      return { title: exchangeTitle(battle, live), detail: whatNext(battle) };
    case "awaiting":
      return awaitingWords(battle, isHost);
    case "judging":
      return { title: REFEREE_READS, detail: judgingDetail(battle, state.sides) };
    case "voting":
      return { title: question(state.round), detail: whatNext(battle) };
    case "verdict":
      return { title: question(0), detail: "The last vote decides" };
    case "paused":
      return { title: "Paused", detail: pauseText(state.because) };
    case "finished": {
      const { title, how } = resultWords(battle, state.result);
      return { title, detail: [how, unratedText(battle)].filter(Boolean).join(". ") };
    }
    case "cancelled":
      return { title: "Battle cancelled", detail: "It was ended early" };
    case "failed":
      return { title: "Battle stopped", detail: sentence(turnFault(state.code, isHost)) };
    default:
      return state satisfies never;
  }
}

function waitingWords(room: Room, isHost: boolean): DockWords {
  const [first] = room.fighters;
  const rounds = room.format === "chat" ? "No rounds" : plural(room.rounds, "round");
  const opens = room.format === "duel" ? "both answer at once" : first.person ? "you open" : `${first.name} opens`;
  if (isHost) return { title: "The ring is yours", detail: `${rounds}, ${opens}` };
  const title = room.startAt === null ? "Waiting for the host" : "It starts by itself";
  return { title, detail: "The first words appear here as soon as the battle starts" };
}

function exchangeTitle(battle: Battle, live: readonly LiveTurn[]): string {
  const speaking = live.filter((turn) => turn.side !== null);
  const [only] = speaking;
  if (speaking.length !== 1 || !only?.side) return "Both fighters answer at once";
  return `${fighterOf(battle, only.side).name} is still ${doing(only)}`;
}

function awaitingWords(battle: Battle, isHost: boolean): DockWords {
  const { name } = fighterOf(battle, "A");
  return isHost
    ? { title: "You have the word", detail: `${fighterOf(battle, "B").name} answers at once` }
    : { title: `${name} has the word`, detail: "The words appear here when they are sent" };
}

function judgingDetail(battle: Battle, sides: readonly Side[]): string {
  return `Next to be judged: ${sides.map((side) => fighterOf(battle, side).name).join(" and ")}`;
}

/** What follows what is on now. */
function whatNext(battle: Battle): string {
  const stage = stageOf(battle.state);
  if (battle.format === "chat" || !stage || !("round" in stage)) return "The chat goes on";
  const next = nextSpeaker(battle);
  if (next && stage.kind !== "voting") return `${fighterOf(battle, next).name} answers next`;
  const last = stage.round >= battle.rounds;
  if (battle.settings.votingSeconds === 0) return last ? "Last argument of the battle" : "The next round follows";
  if (stage.kind !== "voting") return `Then the crowd votes on round ${stage.round}`;
  return last ? "The final verdict follows" : `Round ${stage.round + 1} follows`;
}

/** For screen readers: changes when something starts, lands or ends, never with the words of a turn. */
export function announcement(
  battle: Battle,
  live: readonly LiveTurn[],
  finished: readonly FinishedTurn[],
  hits: readonly Hit[] = [],
): string {
  const last = finished.findLast((turn) => turn.side !== null && !turn.superseded);
  const ended = last?.side ? `${fighterOf(battle, last.side).name}: ${ending(last)}. ` : "";
  const before = `${ended}${landed(battle, last, hits)}`;
  const { state } = battle;
  switch (state.kind) {
    case "turn":
    case "exchange": {
      const { title } = battleWords(battle, live, false);
      return battle.format === "chat"
        ? `${before}${title}.`
        : `${before}Round ${state.round} of ${battle.rounds}: ${title}.`;
    }
    case "finished": {
      const { title, how } = resultWords(battle, state.result);
      return `${before}The battle is finished. ${title}. ${how}.`;
    }
    case "cancelled":
      return "The battle was cancelled.";
    case "failed":
      return `The battle stopped: ${turnFault(state.code)}.`;
    case "waiting":
      return "The battle has not started.";
    default: {
      const { title, detail } = battleWords(battle, live, false);
      return `${before}${title}${title.endsWith("?") ? "" : "."} ${state.kind === "voting" ? "Vote now" : detail}.`;
    }
  }
}

function landed(battle: Battle, last: FinishedTurn | undefined, hits: readonly Hit[]): string {
  const hit = hits.findLast((row) => row.turnId === last?.turnId);
  if (!hit || !isScored(battle)) return "";
  const struck = hit.side === "A" ? "B" : "A";
  return `${hitText(hit.judgement, fighterOf(battle, struck).name, battle.hp[struck])}. `;
}

function ending(turn: FinishedTurn): string {
  const remark = turnRemark(turn);
  return remark ? remark.replace(/\.$/, "") : `finished, ${plural(wordCount(turn.text), "word")}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a room is going to see, in two sentences. */
export function roomPlan({ format, rounds, fighters: [first, second] }: Room): string {
  switch (format) {
    case "debate":
      return `${plural(rounds, "round")}. ${first.name} argues for, ${second.name} against.`;
    case "duel":
      return `${plural(rounds, "round")}. Both answer at the same time, and names are hidden until the verdict.`;
    case "challenge":
      return `${plural(rounds, "round")}. The host argues for, ${second.name} against.`;
    case "chat":
      return `The host talks with ${second.name}. Nothing is scored.`;
    default:
      return format satisfies never;
  }
}
