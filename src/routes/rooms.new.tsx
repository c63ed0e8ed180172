import { createFileRoute } from "@tanstack/react-router";
import { api } from "../../convex/_generated/api";
import { CreateRoomPage } from "../features/create-room/create-room-page";

export const Route = createFileRoute("/rooms/new")({
  loader: ({ context }) => context.convex.prewarmQuery({ query: api.models.list, args: {} }),
  component: CreateRoomPage,
});
