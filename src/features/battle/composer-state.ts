import type { Battle } from "../../../convex/model/battleValidators";
import { MESSAGE_LENGTH } from "../../../convex/model/limits";
import { textHash } from "../../../convex/model/textHash";
import type { FinishedTurn, LiveTurn } from "../../../convex/model/validators";
import { countWords } from "./host-words";

/** What a host who takes part may say, stop, change and ask again, and the words for it. */

/** Stands in the list of turns from the key press until the server has taken the message. */
const SENDING_ID = "sending" as FinishedTurn["turnId"];

export function isSending({ turnId }: Pick<FinishedTurn, "turnId">): boolean {
  return turnId === SENDING_ID;
}

export function sendingTurn(text: string, round: number, now: number): FinishedTurn {
  return {
    turnId: SENDING_ID,
    round,
    side: "A",
    role: "person",
    epoch: 1,
    status: "complete",
    text,
    length: text.length,
    hash: textHash(text),
    modelId: null,
    scripted: false,
    fellBack: false,
    superseded: false,
    hidden: null,
    finishReason: "stop",
    errorCode: null,
    startedAt: now,
    endedAt: now,
    usage: null,
  };
}

export interface ComposerState {
  /** It is the host's word. */
  mayTalk: boolean;
  /** The model's answer under way. */
  reply: LiveTurn | null;
  /** The host's newest words, if they have not been answered yet. */
  editable: FinishedTurn | null;
  /** In a chat: the newest answer, if it may be given anew. */
  again: FinishedTurn | null;
  mayEnd: boolean;
}

export function composerState(
  battle: Battle,
  finished: readonly FinishedTurn[],
  live: readonly LiveTurn[],
): ComposerState {
  const { state, format } = battle;
  const standing = finished.filter((turn) => !turn.superseded && turn.side !== null);
  const last = standing.at(-1);
  const awaiting = state.kind === "awaiting";
  const said = standing.findLast((turn) => turn.role === "person");
  const later = standing.filter((turn) => said !== undefined && turn.side === "B" && turn.round >= said.round);
  const answered = later.some((turn) => turn.status === "complete" || turn.round > (said?.round ?? 0));
  const sending = said !== undefined && isSending(said);
  return {
    mayTalk: awaiting && !sending,
    reply: live.find((turn) => turn.side === "B") ?? null,
    editable: said && !sending && !answered && battle.endedAt === null ? said : null,
    again: format === "chat" && awaiting && !sending && last?.role === "fighter" ? last : null,
    mayEnd: format === "chat" && (awaiting || state.kind === "paused") && !sending,
  };
}

interface Circumstances {
  battle: Battle;
  state: ComposerState;
  connected: boolean;
  /** The message is on its way. */
  sending: boolean;
}

/** The one line under the field; empty where the dock says it all. */
export function composerWords({ battle, state, connected, sending }: Circumstances): string {
  if (sending) return connected ? "Sending" : "No connection. Your message goes out as soon as it is back.";
  if (!connected) return "No connection. What you send waits until it is back.";
  if (state.mayTalk && battle.state.kind === "awaiting") return turnsLeftWords(battle, battle.state.round) ?? KEYS_HINT;
  return battle.state.kind === "paused" ? "Resume to go on" : "";
}

/** Of no use on a phone. */
export const KEYS_HINT = "Enter sends, Shift + Enter breaks the line";

/** A chat has an end, which comes as no surprise. */
function turnsLeftWords({ format, rounds }: Battle, round: number): string | null {
  const left = rounds - round + 1;
  if (format === "challenge") return null;
  if (left > 5) return null;
  return left === 1 ? "This is the last message of this chat" : `${left} messages left in this chat`;
}

/** Why these words cannot be sent; null when they can. Nothing typed is no problem yet. */
export function messageProblem(text: string): string | null {
  const { length } = text.trim();
  if (length <= MESSAGE_LENGTH.max) return null;
  return `${(length - MESSAGE_LENGTH.max).toLocaleString("en-US")} characters too many`;
}

export function messageCount(text: string): string | null {
  return countWords(text.trim().length, MESSAGE_LENGTH.max, MESSAGE_LENGTH.max * 0.9);
}
