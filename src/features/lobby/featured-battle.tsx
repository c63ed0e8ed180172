import { Link } from "@tanstack/react-router";
import { useQuery } from "convex/react";
import ArrowRight from "lucide-react/icons/arrow-right";
import { api } from "../../../convex/_generated/api";
import type { Battle, FinishedTurn, LiveTurn, Room } from "../../../convex/model/validators";
import { LiveBadge } from "../../components/badges";
import { plateProps } from "../../components/button";
import { RoundDiamonds } from "../../components/round-diamonds";
import { Versus } from "../../components/versus";
import { FeaturedHalf } from "./featured-half";

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
  const speaking = battle?.state.kind === "turn" ? battle.state : null;
  return (
    <section aria-label="Featured battle" className="group relative">
      <div className="mb-4 flex items-start gap-3.5">
        <span className="flex h-9 items-center md:h-10">
          <LiveBadge />
        </span>
        <h1 className="font-display text-[1.375rem] leading-9 font-bold max-md:leading-8 md:text-[1.75rem] md:leading-10">
          {room.topic}
        </h1>
      </div>
      <div className="relative isolate grid grid-cols-2 overflow-hidden rounded-2xl border border-line bg-surface shadow-lift transition-colors group-hover:border-line-strong">
        <span aria-hidden className="seam-a absolute inset-0 -z-10" />
        <span aria-hidden className="seam-b absolute inset-0 -z-10" />
        {(["A", "B"] as const).map((side, index) => (
          <FeaturedHalf
            key={side}
            side={side}
            fighter={room.fighters[index]!}
            said={finished.findLast((turn) => turn.side === side && turn.text !== "")?.text ?? null}
            live={speaking?.side === side ? (live.find((turn) => turn.side === side) ?? null) : null}
            active={speaking?.side === side}
          />
        ))}
        <Versus className="absolute top-7 left-1/2 w-12 -translate-x-1/2 md:top-10 md:w-20" />
      </div>
      <p className="mt-1 flex min-h-11 items-center justify-between gap-4 text-ink-soft">
        <span className="tabular flex items-center gap-3">
          <RoundDiamonds done={(speaking?.round ?? 1) - 1} current={speaking?.round ?? null} rounds={room.rounds} />
          {speaking ? `Round ${speaking.round} of ${room.rounds}` : "Between turns"}
        </span>
        <Link
          to="/rooms/$roomId"
          params={{ roomId: room._id }}
          className="inline-flex min-h-11 items-center gap-1.5 font-display font-bold text-gold outline-none after:absolute after:inset-0 after:z-10 after:rounded-2xl focus-visible:after:outline-2 focus-visible:after:outline-offset-4 focus-visible:after:outline-focus"
        >
          Watch<span className="sr-only">: {room.topic}</span>
          <ArrowRight aria-hidden size={18} className="transition-transform group-hover:translate-x-1" />
        </Link>
      </p>
    </section>
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
