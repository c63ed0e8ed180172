import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api } from "../../convex/_generated/api";
import { CreateRoomPage } from "../features/create-room/create-room-page";

interface NewRoomSearch {
  /** Together: a persona that was just written for one of the fighters. */
  side?: "A" | "B";
  persona?: string;
}

export const Route = createFileRoute("/rooms/new")({
  validateSearch: ({ side, persona }: Record<string, unknown>): NewRoomSearch =>
    (side === "A" || side === "B") && typeof persona === "string" ? { side, persona } : {},
  loader: ({ context }) => {
    context.convex.prewarmQuery({ query: api.models.list, args: {} });
    context.convex.prewarmQuery({ query: api.personas.list, args: {} });
  },
  component: NewRoomRoute,
});

function NewRoomRoute() {
  const { side, persona } = Route.useSearch();
  const navigate = useNavigate();
  const [brought] = useState(() => (side && persona ? { side, personaId: persona } : null));
  // Taken over once: a reload must not undo what was picked since.
  useEffect(() => {
    if (side) void navigate({ to: "/rooms/new", search: {}, replace: true });
  }, [side, navigate]);
  return <CreateRoomPage brought={brought} />;
}
