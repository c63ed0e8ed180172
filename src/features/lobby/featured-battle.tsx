import { Link } from "@tanstack/react-router";
import { useQuery } from "convex/react";
import ArrowRight from "lucide-react/icons/arrow-right";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn, Room } from "../../../convex/model/validators";
import { FULL_HP } from "../../../convex/model/limits";
import { LiveBadge } from "../../components/badges";
import { plateProps } from "../../components/button";
import { RoundDiamonds } from "../../components/round-diamonds";
import { Versus } from "../../components/versus";
import { useNow } from "../../hooks/use-now";
import { clock } from "../../lib/format";
import { FORMAT_NAMES } from "../../lib/formats";
import { FeaturedHalf } from "./featured-half";
import { progressText, roundOf, speaking } from "./featured-words";

const NOTHING_LIVE: LiveTurn[] = [];

/** The newest live battle, with the words as they come. Holds the lobby's one hot subscription. */
export function FeaturedBattle({ room }: { room: Room }) {
  const battleId = room.currentBattleId;
  const battle = useQuery(api.battles.get, battleId ? { battleId } : "skip");
  const finished = useQuery(api.turns.list, battleId ? { battleId } : "skip");
  const live = useQuery(api.turns.live, battleId ? { battleId } : "skip");
  return <FeaturedView room={room} battle={battle ?? null} finished={finished ?? []} live={live ?? NOTHING_LIVE} />;
}

interface FeaturedViewProps {
  room: Room;
  battle: Battle | null;
  finished: readonly FinishedTurn[];
  live: readonly LiveTurn[];
}

function FeaturedView({ room, battle, finished, live }: FeaturedViewProps) {
  const state = battle?.state;
  const speakers = speaking(state);
  const scored = room.format !== "chat" && room.settings.referee;
  return (
    <section aria-label="Featured battle" className="group relative">
      <div className="mb-4 flex items-start gap-3.5">
        <span className="flex h-9 items-center md:h-10">
          <LiveBadge />
        </span>
        <h1 className="min-w-0 font-display text-[1.375rem] leading-9 font-bold wrap-anywhere max-md:leading-8 md:text-[1.75rem] md:leading-10">
          <bdi>{room.topic}</bdi>
        </h1>
      </div>
      <div className="relative isolate grid grid-cols-2 overflow-hidden rounded-2xl border border-line bg-surface shadow-lift transition-colors group-hover:border-line-strong">
        <span aria-hidden className="seam-a absolute inset-0 -z-10" />
        <span aria-hidden className="seam-b absolute inset-0 -z-10" />
        {(["A", "B"] as const).map((side, index) => (
          <FeaturedHalf
            key={side}
            side={side}
            format={room.format}
            fighter={(battle ?? room).fighters[index]!}
            hp={scored ? (battle?.hp[side] ?? FULL_HP) : null}
            said={finished.findLast((turn) => turn.side === side && !turn.superseded && turn.text !== "")?.text ?? null}
            live={live.find((turn) => turn.side === side) ?? null}
            active={speakers.includes(side)}
          />
        ))}
        {room.format !== "chat" && (
          <Versus className="absolute top-7 left-1/2 w-12 -translate-x-1/2 md:top-10 md:w-20" />
        )}
      </div>
      <p className="mt-1 flex min-h-11 items-center py-2 justify-between gap-4 text-ink-soft">
        <span className="tabular flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="label text-ink-faint">{FORMAT_NAMES[room.format]}</span>
          {room.format !== "chat" && (
            <RoundDiamonds
              done={state?.kind === "verdict" ? room.rounds : (roundOf(state) ?? 1) - 1}
              current={roundOf(state)}
              rounds={room.rounds}
            />
          )}
          {progressText(state, room.rounds, room.format === "chat")}
          {(state?.kind === "voting" || state?.kind === "verdict") && <TimeLeft at={state.closesAt} />}
        </span>
        <Link
          to="/rooms/$roomId"
          params={{ roomId: room._id }}
          className="inline-flex min-h-11 shrink-0 items-center gap-1.5 font-display font-bold text-gold outline-none after:absolute after:inset-0 after:z-10 after:rounded-2xl focus-visible:after:outline-2 focus-visible:after:outline-offset-4 focus-visible:after:outline-focus"
        >
          {state?.kind === "voting" || state?.kind === "verdict" ? "Vote" : "Watch"}
          <span className="sr-only">: {room.topic}</span>
          <ArrowRight aria-hidden size={18} className="transition-transform group-hover:translate-x-1" />
        </Link>
      </p>
    </section>
  );
}

/** Of an open vote; it ticks on its own. */
function TimeLeft({ at }: { at: number }) {
  const now = useNow(1000);
  return (
    <span role="timer" className="font-semibold text-ink">
      {now < at ? `${clock(at - now + 999)} left` : "closing"}
    </span>
  );
}

export function NothingLive() {
  return (
    <section
      aria-label="Featured battle"
      className="relative isolate flex min-h-72 flex-col items-center justify-center gap-3 overflow-hidden rounded-2xl border border-line px-6 py-12 text-center"
    >
      <span aria-hidden className="seam-a absolute inset-0 -z-10" />
      <span aria-hidden className="seam-b absolute inset-0 -z-10" />
      <h1 className="font-display text-3xl font-bold md:text-4xl">The ring is empty</h1>
      <p className="max-w-[46ch] text-ink-soft">
        No battle is live right now. Pick a topic and two fighters, and it starts as soon as you say so.
      </p>
      <Link to="/rooms/new" {...plateProps("gold", "mt-4")}>
        Start a battle
      </Link>
    </section>
  );
}

export function FeaturedSkeleton() {
  return (
    <section aria-busy="true" aria-label="Featured battle">
      <output className="sr-only">Loading battles</output>
      <div aria-hidden="true">
        <span className="skeleton mb-4 block h-9 w-2/3 md:h-10" />
        <span className="block h-[19.5rem] rounded-2xl border border-line bg-surface md:h-[18.5rem]" />
        <span className="skeleton mt-3 block h-8 w-40" />
      </div>
    </section>
  );
}
