import { usePaginatedQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import { FeaturedBattle, FeaturedSkeleton, NothingLive } from "./featured-battle";
import { RoomSection } from "./room-section";

const FIRST = { initialNumItems: 6 };

export function LobbyPage() {
  const live = usePaginatedQuery(api.rooms.list, { status: "live" }, { initialNumItems: 7 });
  const waiting = usePaginatedQuery(api.rooms.list, { status: "waiting" }, { initialNumItems: 5 });
  const finished = usePaginatedQuery(api.rooms.list, { status: "finished" }, FIRST);
  const [featured, ...others] = live.results;
  return (
    <main id="main" className="mx-auto flex max-w-[80rem] flex-col gap-10 px-4 pt-7 pb-20 md:px-8">
      <title>ArenaAI: live battles</title>
      {live.status === "LoadingFirstPage" ? (
        <FeaturedSkeleton />
      ) : featured ? (
        <FeaturedBattle key={featured._id} room={featured} />
      ) : (
        <NothingLive />
      )}
      {others.length > 0 && <RoomSection title="Also live" rooms={{ ...live, results: others }} />}
      <RoomSection title="Upcoming" rooms={waiting} invite />
      <RoomSection
        title="Finished"
        rooms={finished}
        empty="No battle has finished yet. The first ones will be kept here, word for word."
      />
    </main>
  );
}
