import ArrowDown from "lucide-react/icons/arrow-down";
import type { Battle, FinishedTurn, LiveTurn, Model, Room } from "../../../convex/model/validators";
import { Hud } from "./hud";
import type { LiveTexts } from "./live-text";
import { roundsOf } from "./rounds";
import { Transcript, TranscriptSkeleton } from "./transcript";
import { useAutoFollow } from "./use-auto-follow";
import { announcement } from "./words";

export interface BattleViewProps {
  room: Room;
  battle: Battle;
  models: readonly Model[] | undefined;
  /** Undefined while it loads. */
  finished: readonly FinishedTurn[] | undefined;
  live: readonly LiveTurn[];
  texts: LiveTexts;
}

/** Everything of one battle between the page's title and the dock; knows no server. */
export function BattleView({ room, battle, models, finished, live, texts }: BattleViewProps) {
  const running = battle.endedAt === null;
  const { content, following, jump } = useAutoFollow(running && finished !== undefined);
  return (
    <>
      <Hud
        room={room}
        battle={battle}
        models={models}
        roundsDone={finished?.filter((turn) => turn.side === "B").length ?? 0}
      />
      <div ref={content} className="pt-5">
        {finished ? (
          <Transcript battle={battle} rounds={roundsOf(battle, finished, live, texts)} />
        ) : (
          <TranscriptSkeleton />
        )}
      </div>
      <output aria-live="polite" className="sr-only">
        {finished && announcement(battle, live, finished)}
      </output>
      {running && !following && (
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
