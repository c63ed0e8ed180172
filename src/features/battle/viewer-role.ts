import { createContext, use } from "react";
import type { Role } from "../../../convex/model/peopleValidators";
import type { Room } from "../../../convex/model/validators";

/** What the viewer is in this room, for whatever shows more to some. The server decides again. */
export const ViewerRole = createContext<Role>("viewer");

export function useViewerRole(): Role {
  return use(ViewerRole);
}

/** Runs battles: the host and co-hosts. */
export function runs(role: Role): boolean {
  return role === "host" || role === "cohost";
}

/** Keeps order: whoever runs battles, and admins. */
export function moderates(role: Role): boolean {
  return runs(role) || role === "admin";
}

/** The room that everything on the page belongs to; null where there is none, as in a test of one part. */
export const RoomId = createContext<Room["_id"] | null>(null);
