import type { Battle } from "../../../convex/model/battleValidators";
import { DockText } from "./dock";
import { useCountdown } from "./use-countdown";
import { useVote } from "./use-vote";
import { VoteButtons } from "./vote-buttons";
import { BEAT_MS, FAST_BEAT_MS, usePresence } from "./use-presence";
import { useViewerRole } from "./viewer-role";
import { barredText, closesText, mineText, question } from "./vote-words";

interface VoteTextProps {
  battle: Battle;
  /** The round, or 0 for the final verdict. */
  ballot: number;
  closesAt: number;
}

/** In the dock while a vote is open: what is asked, until when, and the choices. */
export function VoteText({ battle, ballot, closesAt }: VoteTextProps) {
  const vote = useVote(battle._id, ballot);
  const seconds = useCountdown(closesAt);
  const closed = seconds === 0 || vote.ballot?.closed === true;
  const discarded = vote.ballot?.discarded ?? null;
  const waits = discarded === "too_new" || discarded === "absent";
  usePresence(battle._id, closed ? null : waits ? FAST_BEAT_MS : BEAT_MS);
  const barred = barredText(battle, useViewerRole());
  const detail = vote.problem ?? `${closesText(closed ? 0 : seconds)}. ${barred ?? mineText(vote, discarded)}`;
  return (
    <DockText
      words={{ title: question(ballot), detail }}
      problem={vote.problem !== null}
      choices={barred === null && <VoteButtons battle={battle} ballot={ballot} vote={vote} closed={closed} />}
    />
  );
}
