import { Link } from "@tanstack/react-router";
import { useQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import { LiveBadge } from "../../components/badges";
import { plateProps } from "../../components/button";
import { FORMAT_NAMES } from "../../lib/formats";
import { VISIBILITY_WORDS } from "../../lib/visibility";
import { Section } from "./section";

const ROLES = { host: "Host", cohost: "Co-host", member: "Member" };

export function RoomsSection() {
  const rooms = useQuery(api.rooms.mine);
  return (
    <Section id="rooms" title="Your rooms" text="Those that you host, help to host, or were invited to.">
      {rooms === undefined && <span aria-hidden className="skeleton block h-28" />}
      {rooms?.length === 0 && (
        <div className="flex flex-wrap items-center gap-4">
          <p className="text-ink-faint">None yet.</p>
          <Link to="/rooms/new" {...plateProps("quiet")}>
            New battle
          </Link>
        </div>
      )}
      {rooms && rooms.length > 0 && (
        <ul className="max-h-[26rem] divide-y divide-line overflow-y-auto border-y border-line">
          {rooms.map(({ room, role }) => (
            <li key={room._id} className="relative flex min-h-16 items-center gap-4 px-1 py-3 hover:bg-raised">
              <span className="min-w-0 flex-1">
                <Link
                  to="/rooms/$roomId"
                  params={{ roomId: room._id }}
                  className="line-clamp-2 min-h-6 font-semibold after:absolute after:inset-0"
                >
                  <bdi className="wrap-anywhere">{room.topic}</bdi>
                </Link>
                <span className="block text-sm text-ink-faint">
                  {[
                    ROLES[role],
                    FORMAT_NAMES[room.format],
                    room.hidden ? "Hidden" : VISIBILITY_WORDS[room.visibility].name,
                  ].join(" · ")}
                </span>
              </span>
              {room.status === "live" && <LiveBadge />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
