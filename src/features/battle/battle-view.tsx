import ArrowDown from "lucide-react/icons/arrow-down";
import { type ReactNode, useState } from "react";
import type { Hit } from "../../../convex/model/battleValidators";
import type { Room } from "../../../convex/model/validators";
import { type Fight, type ModelName, recapDue } from "./fight";
import { Hud } from "./hud";
import { KnockoutScene } from "./knockout-scene";
import { RecapCard } from "./recap-card";
import { ResultBanner } from "./result-banner";
import { recapOf, roundsOf } from "./rounds";
import { StartCountdown } from "./start-countdown";
import { Transcript, TranscriptSkeleton } from "./transcript";
import { useAutoFollow } from "./use-auto-follow";
import { useBlows } from "./use-blows";
import { useKnockout } from "./use-knockout";
import { announcement } from "./words";

export interface BattleViewProps {
  room: Room;
  fight: Fight;
  models: readonly ModelName[] | undefined;
  /** The transcript is there; before that `fight` is as good as empty. */
  loaded: boolean;
  /** Undefined while they load: what was there before this viewer came plays nothing. */
  hits: readonly Hit[] | undefined;
  isHost: boolean;
  /** The host's tools, between the HUD and the words. */
  children?: ReactNode;
}

/** Everything of one battle between the page's title and the dock. */
export function BattleView({ room, fight, models, loaded, hits, isHost, children }: BattleViewProps) {
  const { battle, finished, live } = fight;
  const blows = useBlows(hits);
  const knockout = useKnockout(battle);
  const moving = battle.endedAt === null || live.length > 0 || recapDue(battle, finished);
  // Whoever was there is taken along to the result; whoever opens an old battle begins at its top.
  const [came] = useState(moving);
  const { content, following, jump } = useAutoFollow(loaded && (moving || came));
  return (
    <>
      <Hud room={room} battle={battle} models={models} finished={finished} blows={blows} />
      {children}
      <div ref={content} className="flex flex-col gap-5 pt-5">
        {loaded ? (
          <>
            <Transcript battle={battle} rounds={roundsOf(fight)} models={models} isHost={isHost} />
            <Ending room={room} fight={fight} isHost={isHost} />
          </>
        ) : (
          <TranscriptSkeleton />
        )}
      </div>
      <output aria-live="polite" className="sr-only">
        {loaded && announcement(battle, live, finished, fight.hits)}
      </output>
      {knockout && <KnockoutScene battle={battle} />}
      {moving && !following && (
        <button
          type="button"
          onClick={jump}
          className="fixed bottom-24 left-1/2 z-30 inline-flex min-h-11 -translate-x-1/2 cursor-pointer items-center gap-2 rounded-full border border-line-strong bg-surface px-5 font-display font-bold shadow-float hover:bg-raised"
        >
          <ArrowDown aria-hidden size={18} className="text-gold" />
          Jump to live
        </button>
      )}
    </>
  );
}

/** Result, recap, and what comes after. */
function Ending({ room, fight, isHost }: { room: Room; fight: Fight; isHost: boolean }) {
  const { battle, finished } = fight;
  const recap = recapOf(fight);
  const expected = recapDue(battle, finished) && finished.some((turn) => turn.text !== "");
  return (
    <>
      {battle.state.kind === "finished" && <ResultBanner battle={battle} result={battle.state.result} />}
      {(recap || expected) && <RecapCard recap={recap} isHost={isHost} />}
      {battle.endedAt !== null && room.startAt !== null && (
        <div className="flex justify-center text-center">
          <StartCountdown startAt={room.startAt} />
        </div>
      )}
    </>
  );
}
