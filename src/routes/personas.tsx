import { createFileRoute } from "@tanstack/react-router";
import { api } from "../../convex/_generated/api";
import { PersonasPage } from "../features/personas/personas-page";

interface PersonasSearch {
  /** The fighter of a new battle that a persona is being written for. */
  for?: "A" | "B";
}

export const Route = createFileRoute("/personas")({
  validateSearch: (search: Record<string, unknown>): PersonasSearch =>
    search["for"] === "A" || search["for"] === "B" ? { for: search["for"] } : {},
  loader: ({ context }) => context.convex.prewarmQuery({ query: api.personas.list, args: {} }),
  component: PersonasRoute,
});

function PersonasRoute() {
  return <PersonasPage forSide={Route.useSearch().for ?? null} />;
}
