import { Link } from "@tanstack/react-router";
import { useQuery } from "convex/react";
import { lazy, Suspense } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle, LiveTurn, Model, Room } from "../../../convex/model/validators";
import { LiveBadge } from "../../components/badges";
import { plateProps } from "../../components/button";
import { PageMessage } from "../../components/page-message";
import { BattleView } from "./battle-view";
import { Dock } from "./dock";
import { Hud, HudSkeleton } from "./hud";
import { TranscriptSkeleton } from "./transcript";
import { useLiveTexts } from "./use-live-texts";
import { useStallWatch } from "./use-stall-watch";
import { dockWords } from "./words";
import { WaitingRing } from "./waiting-ring";

const HostControls = lazy(() => import("./host-controls"));
const DeleteRoom = lazy(async () => ({ default: (await import("./host-controls")).DeleteRoom }));

const NOTHING_LIVE: LiveTurn[] = [];

export function RoomPage({ roomId }: { roomId: string }) {
  const room = useQuery(api.rooms.get, { roomId });
  const models = useQuery(api.models.list);
  const battle = useQuery(api.battles.get, room?.currentBattleId ? { battleId: room.currentBattleId } : "skip");
  if (room === null) return <NoSuchRoom />;
  if (room === undefined || (room.currentBattleId && battle === undefined)) return <RoomSkeleton />;
  if (!battle) {
    return (
      <RoomFrame room={room} battle={null} live={NOTHING_LIVE}>
        <Hud room={room} battle={null} models={models} roundsDone={0} />
        <WaitingRing room={room} />
      </RoomFrame>
    );
  }
  return <LiveBattle key={battle._id} room={room} battle={battle} models={models} />;
}

function LiveBattle({ room, battle, models }: { room: Room; battle: Battle; models: Model[] | undefined }) {
  const finished = useQuery(api.turns.list, { battleId: battle._id });
  // The one hot subscription of a viewer; a battle that is over needs none.
  const live = useQuery(api.turns.live, battle.endedAt === null ? { battleId: battle._id } : "skip") ?? NOTHING_LIVE;
  const texts = useLiveTexts(live);
  useStallWatch(live[0]);
  return (
    <RoomFrame room={room} battle={battle} live={live}>
      <BattleView room={room} battle={battle} models={models} finished={finished} live={live} texts={texts} />
    </RoomFrame>
  );
}

interface RoomFrameProps {
  room: Room;
  battle: Battle | null;
  live: readonly LiveTurn[];
  children: React.ReactNode;
}

/** Title above, dock below; the same for every state of a room. */
function RoomFrame({ room, battle, live, children }: RoomFrameProps) {
  const isHost = useQuery(api.rooms.viewerRole, { roomId: room._id }) === "host";
  const running = battle !== null && battle.endedAt === null;
  return (
    <main id="main" className="mx-auto max-w-[80rem] px-4 md:px-8">
      <title>{`${room.topic} · ArenaAI`}</title>
      <div className="flex flex-col items-center gap-2 pt-6 pb-3 text-center">
        {/* One row in every state: the end of a battle moves nothing. */}
        <div className="flex h-6 items-center">
          {running ? (
            <LiveBadge />
          ) : (
            <span className="label text-ink-faint">{room.exhibition ? "Exhibition" : "Debate"}</span>
          )}
        </div>
        <h1 className="font-display text-[1.375rem] leading-snug font-bold text-balance md:text-[1.75rem]">
          {room.topic}
        </h1>
      </div>
      {children}
      <div className="flex h-36 items-start justify-center pt-6">
        {isHost && !running && (
          <Suspense>
            <DeleteRoom room={room} />
          </Suspense>
        )}
      </div>
      <Dock
        words={dockWords(room, battle, live, isHost)}
        side={battle?.state.kind === "turn" ? battle.state.side : null}
      >
        {isHost ? (
          <Suspense fallback={<span className="skeleton h-11 w-32" />}>
            <HostControls room={room} battle={battle} />
          </Suspense>
        ) : (
          !running && (
            <Link to="/" {...plateProps("quiet")}>
              All battles
            </Link>
          )
        )}
      </Dock>
    </main>
  );
}

function RoomSkeleton() {
  return (
    <main id="main" aria-busy="true" className="mx-auto max-w-[80rem] px-4 md:px-8">
      <title>ArenaAI</title>
      <output className="sr-only">Loading the battle</output>
      <div aria-hidden="true" className="flex flex-col items-center gap-3 pt-6 pb-4">
        <span className="skeleton h-6 w-14" />
        <span className="skeleton h-7 w-2/3 max-w-xl" />
      </div>
      <HudSkeleton />
      <div className="pt-5">
        <TranscriptSkeleton />
      </div>
    </main>
  );
}

function NoSuchRoom() {
  return (
    <PageMessage
      title="No such battle"
      action={
        <>
          <Link to="/rooms/new" {...plateProps("gold")}>
            Start a battle
          </Link>
          <Link to="/" {...plateProps("quiet")}>
            All battles
          </Link>
        </>
      }
    >
      <title>Not found · ArenaAI</title>
      <p>This room does not exist, or its host has deleted it. If you followed a link, check that it is complete.</p>
    </PageMessage>
  );
}
