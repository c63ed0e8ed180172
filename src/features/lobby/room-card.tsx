import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import type { Fighter, Room, RoomStatus, Side } from "../../../convex/model/validators";
import { LiveBadge, ScriptedMark } from "../../components/badges";
import { Sigil } from "../../components/sigil";
import { useNow } from "../../hooks/use-now";
import { ago, plural } from "../../lib/format";
import { FORMAT_NAMES } from "../../lib/formats";
import { startsText } from "./start-words";

const INVITES: Record<RoomStatus, string> = { waiting: "Open", live: "Watch", finished: "Read" };

/** The whole card is one link: its target is the topic, its area the card. */
export function RoomCard({ room }: { room: Room }) {
  const [first, second] = room.fighters;
  return (
    <li className="relative flex flex-col gap-4 rounded-xl border border-line bg-surface p-5 shadow-lift transition-colors hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus">
      <h3 className="text-[1.0625rem] leading-snug font-semibold">
        <Link
          to="/rooms/$roomId"
          params={{ roomId: room._id }}
          className="outline-none after:absolute after:inset-0 after:rounded-xl"
        >
          <bdi className="wrap-anywhere">{room.topic}</bdi>
        </Link>
      </h3>
      <div className="mt-auto grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-3">
        <CardFighter fighter={first} side="A" />
        <span className="font-display text-sm font-semibold text-ink-faint">vs</span>
        <CardFighter fighter={second} side="B" />
      </div>
      <p className="flex items-center justify-between gap-3 border-t border-line pt-3 text-sm text-ink-faint">
        <span className="flex min-w-0 items-center gap-2">
          {room.status === "live" && <LiveBadge />}
          <span className="truncate">
            {room.exhibition && "Exhibition · "}
            {FORMAT_NAMES[room.format]}
            {room.format !== "chat" && ` · ${plural(room.rounds, "round")}`}
          </span>
          <span className="-ml-1 shrink-0">
            · {room.startAt === null ? <Age since={room._creationTime} /> : <Starts at={room.startAt} />}
          </span>
        </span>
        <span aria-hidden className="font-display font-bold text-gold">
          {INVITES[room.status]}
        </span>
      </p>
    </li>
  );
}

function CardFighter({ fighter, side }: { fighter: Fighter; side: Side }) {
  return (
    <span data-side={side} className={clsx("flex min-w-0 items-center gap-2", side === "B" && "flex-row-reverse")}>
      <Sigil name={fighter.name} side={side} rim={fighter.persona?.colour} className="size-7 shrink-0" />
      <span className="truncate text-[0.9375rem] font-semibold" title={fighter.name}>
        <bdi>{fighter.name}</bdi>
      </span>
      {fighter.scripted && <ScriptedMark />}
    </span>
  );
}

function Age({ since }: { since: number }) {
  return ago(since, useNow(60_000));
}

function Starts({ at }: { at: number }) {
  const now = useNow(1000);
  return (
    <time dateTime={new Date(at).toISOString()} className="tabular font-semibold text-ink-soft">
      {startsText(at, now)}
    </time>
  );
}

/** `wide`: one that only stands where cards stand side by side; a phone waits with one, so little moves when they come. */
export function RoomCardSkeleton({ wide }: { wide: boolean }) {
  return (
    <li
      aria-hidden="true"
      className={clsx(
        "flex min-h-41 flex-col gap-5 rounded-xl border border-line bg-surface p-5",
        wide && "max-sm:hidden",
      )}
    >
      <span className="skeleton h-4 w-4/5" />
      <span className="skeleton mt-auto h-6 w-full" />
      <span className="skeleton h-3 w-1/2" />
    </li>
  );
}
