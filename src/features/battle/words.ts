import type { Battle, FinishedTurn, LiveTurn, Room } from "../../../convex/model/validators";
import { turnFault } from "../../lib/errors";
import { duration, plural, wordCount } from "../../lib/format";
import { fighterOf, nextSpeaker } from "./rounds";

/** What the interface says about turns and battles; every sentence is short, concrete, and made here. */

export function doing(turn: LiveTurn | null): string {
  if (turn?.status === "streaming") return "speaking";
  return turn?.status === "queued" ? "waiting to start" : "thinking";
}

/** The quiet figures in the corner of a finished turn. */
export function turnFigures(turn: FinishedTurn): string {
  if (turn.text === "") return turn.status === "cancelled" ? "stopped" : "no argument";
  const took = turn.startedAt === null ? null : duration(turn.endedAt - turn.startedAt);
  return [plural(wordCount(turn.text), "word"), took].filter(Boolean).join(" · ");
}

/** Why a turn is not what it should have been; null when there is nothing to say. */
export function turnRemark(turn: FinishedTurn): string | null {
  if (turn.status === "interrupted") return `Cut short: ${turnFault(turn.errorCode)}.`;
  if (turn.status === "failed") return `No argument this time: ${turnFault(turn.errorCode)}.`;
  if (turn.status === "cancelled") return "Stopped when the host ended the battle.";
  if (turn.finishReason === "length") return "Reached its length limit.";
  if (turn.finishReason === "content_filter") return "Ended by the provider's content filter.";
  return null;
}

export interface DockWords {
  title: string;
  detail: string;
}

export function dockWords(room: Room, battle: Battle | null, live: readonly LiveTurn[], isHost: boolean): DockWords {
  if (!battle || battle.state.kind === "waiting") {
    return isHost
      ? { title: "The ring is yours", detail: `${plural(room.rounds, "round")}, ${room.fighters[0].name} opens` }
      : { title: "Waiting for the host", detail: "The first words appear here as soon as the battle starts" };
  }
  const { state } = battle;
  if (state.kind === "finished") {
    return { title: "That was the battle", detail: `${plural(battle.rounds, "round")}${unrated(battle)}` };
  }
  if (state.kind === "cancelled") return { title: "Battle cancelled", detail: "The host ended it early" };
  if (state.kind === "failed") return { title: "Battle stopped", detail: sentence(turnFault(state.code)) };
  const next = nextSpeaker(battle);
  return {
    title: `${fighterOf(battle, state.side).name} is ${doing(live.find((turn) => turn.side === state.side) ?? null)}`,
    detail: next ? `${fighterOf(battle, next).name} answers next` : "Last argument of the battle",
  };
}

/** For screen readers: changes when a turn starts, begins to speak or ends, never with its words. */
export function announcement(battle: Battle, live: readonly LiveTurn[], finished: readonly FinishedTurn[]): string {
  const last = finished.at(-1);
  const ended = last ? `${fighterOf(battle, last.side).name}: ${ending(last)}. ` : "";
  const { state } = battle;
  switch (state.kind) {
    case "turn": {
      const turn = live.find((row) => row.side === state.side) ?? null;
      return `${ended}Round ${state.round} of ${battle.rounds}: ${fighterOf(battle, state.side).name} is ${doing(turn)}.`;
    }
    case "finished":
      return `${ended}The battle is finished.`;
    case "cancelled":
      return "The battle was cancelled.";
    case "failed":
      return `The battle stopped: ${turnFault(state.code)}.`;
    case "waiting":
      return "The battle has not started.";
  }
}

function ending(turn: FinishedTurn): string {
  const remark = turnRemark(turn);
  return remark ? remark.replace(/\.$/, "") : `finished, ${plural(wordCount(turn.text), "word")}`;
}

function unrated(battle: Battle): string {
  return battle.unrated ? ", unrated because a turn did not go as planned" : "";
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
