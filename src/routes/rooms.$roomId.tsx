import { createFileRoute } from "@tanstack/react-router";
import { api } from "../../convex/_generated/api";
import { preloadRichText } from "../components/rich-text";
import { RoomPage } from "../features/battle/room-page";

export const Route = createFileRoute("/rooms/$roomId")({
  loader: ({ context, params }) => {
    preloadRichText();
    context.convex.prewarmQuery({ query: api.rooms.get, args: { roomId: params.roomId } });
  },
  component: BattleRoute,
});

function BattleRoute() {
  const { roomId } = Route.useParams();
  return <RoomPage key={roomId} roomId={roomId} />;
}
