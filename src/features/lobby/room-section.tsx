import { Link } from "@tanstack/react-router";
import type { UsePaginatedQueryResult } from "convex/react";
import Plus from "lucide-react/icons/plus";
import { useId } from "react";
import type { Room } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { RoomCard, RoomCardSkeleton } from "./room-card";

const PAGE = 6;

interface RoomSectionProps {
  title: string;
  rooms: UsePaginatedQueryResult<Room>;
  /** What to say when there is none. */
  empty?: string;
  /** Ends with the tile that invites to start a battle. */
  invite?: boolean;
}

export function RoomSection({ title, rooms, empty, invite = false }: RoomSectionProps) {
  const heading = useId();
  const loading = rooms.status === "LoadingFirstPage";
  return (
    <section aria-labelledby={heading} aria-busy={loading}>
      <h2 id={heading} className="label mb-4 text-[0.9375rem] text-ink-soft">
        {title}
      </h2>
      <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {loading && [1, 2, 3].map((n) => <RoomCardSkeleton key={n} wide={n > 1} />)}
        {rooms.results.map((room) => (
          <RoomCard key={room._id} room={room} />
        ))}
        {invite && !loading && <InviteTile />}
      </ul>
      {empty && !loading && rooms.results.length === 0 && <p className="text-ink-faint">{empty}</p>}
      {(rooms.status === "CanLoadMore" || rooms.status === "LoadingMore") && (
        <div className="mt-6 flex justify-center">
          <Button pending={rooms.status === "LoadingMore"} onClick={() => rooms.loadMore(PAGE)}>
            Load more
          </Button>
        </div>
      )}
    </section>
  );
}

function InviteTile() {
  return (
    <li className="flex">
      <Link
        to="/rooms/new"
        className="group flex min-h-36 flex-1 items-center justify-center gap-2 rounded-xl border border-dashed border-line-strong px-5 text-ink-soft hover:border-gold hover:text-ink"
      >
        <Plus aria-hidden size={18} className="text-gold" />
        Your topic here: start a battle
      </Link>
    </li>
  );
}
