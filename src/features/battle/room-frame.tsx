import { Link } from "@tanstack/react-router";
import { type ReactNode, Suspense } from "react";
import { type Battle, VERDICT_BALLOT } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn, Room, Side } from "../../../convex/model/validators";
import { AccessBadge, LiveBadge } from "../../components/badges";
import { plateProps } from "../../components/button";
import { useWideScreen } from "../../hooks/use-media-query";
import { FORMAT_NAMES } from "../../lib/formats";
import { lazyPart } from "../../lib/load-part";
import { Dock, DockText } from "./dock";
import { fighterOf } from "./fight";
import { mirrorText } from "./result-words";
import { useViewerRole } from "./viewer-role";
import { VoteText } from "./vote-text";
import { dockWords } from "./words";

const HostControls = lazyPart(() => import("./host-controls"));
const AdminControls = lazyPart(() => import("./admin-controls"));
const Composer = lazyPart(() => import("./composer"));
const DeleteRoom = lazyPart(async () => ({ default: (await import("./host-controls")).DeleteRoom }));

export const NO_TURNS: never[] = [];

interface RoomFrameProps {
  room: Room;
  battle: Battle | null;
  live: readonly LiveTurn[];
  finished: readonly FinishedTurn[];
  isHost: boolean;
  /** In the dock, before the controls; on a phone, which has no room there, above the title. */
  tools: ReactNode;
  children: ReactNode;
}

/** Title above, dock below; the same for every state of a room. */
export function RoomFrame(props: RoomFrameProps) {
  const { room, battle, tools, children } = props;
  const wide = useWideScreen();
  const running = battle !== null && battle.endedAt === null;
  const role = useViewerRole();
  const current = battle === null || room.currentBattleId === battle._id;
  return (
    <main id="main" className="mx-auto max-w-[80rem] px-4 md:px-8">
      <title>{`${room.topic} · ArenaAI`}</title>
      <div className="flex flex-col items-center gap-2 pt-6 pb-3 text-center">
        {/* One row in every state: the end of a battle moves nothing. */}
        <div className="flex min-h-6 flex-wrap items-center justify-center gap-x-3">
          {running && <LiveBadge />}
          <AccessBadge room={room} />
          {!wide && <span className="-my-2.5 empty:hidden">{tools}</span>}
          <span className="label text-ink-faint">
            {room.exhibition && "Exhibition · "}
            {FORMAT_NAMES[room.format]}
          </span>
          {(battle?.blind ?? room.format === "duel") && (
            <span className="text-sm text-ink-soft">Names are hidden until the verdict</span>
          )}
          {battle?.mirror && running && <span className="text-sm text-ink-soft">{mirrorText(battle.mirror.leg)}</span>}
        </div>
        <h1 className="max-w-full font-display text-[1.375rem] leading-snug font-bold text-balance wrap-anywhere md:text-[1.75rem]">
          <bdi>{room.topic}</bdi>
        </h1>
        {battle && room.currentBattleId !== battle._id && <EarlierBattle room={room} />}
      </div>
      {children}
      <div className="flex h-56 items-start justify-center pt-6">
        {(role === "host" || role === "admin") && current && !running && (
          <Suspense>
            <DeleteRoom room={room} />
          </Suspense>
        )}
      </div>
      <RoomDock {...props} />
    </main>
  );
}

function EarlierBattle({ room }: { room: Room }) {
  return (
    <p className="text-[0.9375rem] text-ink-soft">
      An earlier battle of this room.{" "}
      <Link
        to="/rooms/$roomId"
        params={{ roomId: room._id }}
        className="inline-flex min-h-11 items-center font-semibold text-gold underline underline-offset-4"
      >
        See the newest
      </Link>
    </p>
  );
}

function RoomDock({ room, battle, live, finished, isHost, tools }: RoomFrameProps) {
  const wide = useWideScreen();
  const role = useViewerRole();
  const act = isHost ? (
    <Suspense fallback={<span className="skeleton h-11 w-32" />}>
      <HostControls room={room} battle={battle} live={live} finished={finished} />
    </Suspense>
  ) : role === "admin" ? (
    <Suspense fallback={<span className="skeleton h-11 w-28" />}>
      <AdminControls room={room} battle={battle} />
    </Suspense>
  ) : (
    (battle === null || battle.endedAt !== null) && (
      <Link to="/" {...plateProps("quiet")}>
        All battles
      </Link>
    )
  );
  const side = battle && dockSide(battle);
  const vote = battle && openVote(battle);
  return (
    <Dock
      side={side}
      controls={
        <>
          {wide && tools}
          {act}
        </>
      }
      above={
        isHost &&
        battle &&
        vote === null &&
        typesNow(battle) && (
          <Suspense fallback={<span className="skeleton block h-12" />}>
            <Composer room={room} battle={battle} live={live} finished={finished} />
          </Suspense>
        )
      }
    >
      {battle && vote ? (
        <VoteText key={vote.ballot} battle={battle} {...vote} />
      ) : (
        <DockText words={dockWords(room, battle, live, isHost)} side={side} />
      )}
    </Dock>
  );
}

function openVote({ state }: Battle): { ballot: number; closesAt: number } | null {
  if (state.kind === "voting") return { ballot: state.round, closesAt: state.closesAt };
  return state.kind === "verdict" ? { ballot: VERDICT_BALLOT, closesAt: state.closesAt } : null;
}

function dockSide({ state }: Battle): Side | null {
  if (state.kind === "turn") return state.side;
  return state.kind === "awaiting" ? "A" : null;
}

/** The host is one of the fighters: where they type stays in place from the first word to the end. */
function typesNow(battle: Battle): boolean {
  return fighterOf(battle, "A").person && battle.endedAt === null;
}
