import { createFileRoute } from "@tanstack/react-router";
import { Suspense } from "react";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { preloadRichText } from "../components/rich-text";
import { RoomPage } from "../features/battle/room-page";
import { lazyPart } from "../lib/load-part";

const RoomTools = lazyPart(() => import("../features/people/room-tools"));

interface RoomSearch {
  /** One battle of the room's: the other leg of a mirror match. Without it the newest. */
  battle?: Id<"battles">;
}

export const Route = createFileRoute("/rooms/$roomId")({
  // An id that no table could have made would be refused with an error; without it the room's newest battle is shown.
  validateSearch: ({ battle }): RoomSearch =>
    typeof battle === "string" && /^[0-9a-z]{31,37}$/.test(battle) ? { battle: battle as Id<"battles"> } : {},
  loader: ({ context, params }) => {
    preloadRichText();
    context.convex.prewarmQuery({ query: api.rooms.get, args: { roomId: params.roomId } });
  },
  component: BattleRoute,
});

function BattleRoute() {
  const { roomId } = Route.useParams();
  const { battle } = Route.useSearch();
  return (
    <RoomPage
      key={roomId}
      roomId={roomId}
      battleId={battle}
      renderTools={(of) => (
        <Suspense fallback={<span className="skeleton size-11" />}>
          <RoomTools {...of} />
        </Suspense>
      )}
    />
  );
}
