import { Link } from "@tanstack/react-router";
import { useConvexAuth, useQuery } from "convex/react";
import { type ReactNode, Suspense, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import type { Role } from "../../../convex/model/peopleValidators";
import type { Room } from "../../../convex/model/validators";
import { plateProps } from "../../components/button";
import { PageMessage } from "../../components/page-message";
import { lazyPart } from "../../lib/load-part";
import { BattleView } from "./battle-view";
import type { ModelName } from "./fight";
import { HostSheetState } from "./host-sheet-state";
import { Hud, HudSkeleton } from "./hud";
import { NO_TURNS, RoomFrame } from "./room-frame";
import { TranscriptSkeleton } from "./transcript";
import { useFight } from "./use-fight";
import { BEAT_MS, usePresence } from "./use-presence";
import { StallWatch } from "./use-stall-watch";
import { RoomId, runs, ViewerRole } from "./viewer-role";
import { WaitingRing } from "./waiting-ring";

const HostPanel = lazyPart(() => import("./host-panel"));

interface RoomPageProps {
  roomId: string;
  /** One battle of the room's; without it the newest, whichever that is. */
  battleId?: Battle["_id"] | undefined;
  /** What members, hosts and admins find in the dock besides what the battle itself offers. */
  renderTools: (of: { room: Room; battleId: Battle["_id"] | null; role: Role }) => ReactNode;
}

export function RoomPage({ roomId, battleId, renderTools }: RoomPageProps) {
  const room = useQuery(api.rooms.get, { roomId });
  const models = useQuery(api.models.list);
  const wanted = battleId ?? room?.currentBattleId;
  const battle = useQuery(api.battles.get, room && wanted ? { battleId: wanted } : "skip");
  const role = useQuery(api.rooms.viewerRole, room ? { roomId: room._id } : "skip") ?? "viewer";
  const isHost = runs(role);
  // A private room is there for its people only, and who is here is known a moment after the page.
  const { isLoading } = useConvexAuth();
  if (room === null && !isLoading) return <NoSuchRoom />;
  if (!room || (wanted && battle === undefined)) return <RoomSkeleton />;
  if (battleId && battle?.roomId !== room._id) return <NoSuchRoom />;
  const tools =
    role === "viewer" || role === "banned" ? null : renderTools({ room, battleId: battle?._id ?? null, role });
  return (
    <ViewerRole value={role}>
      <RoomId value={room._id}>
        {battle ? (
          <LiveBattle key={battle._id} room={room} battle={battle} models={models} isHost={isHost} tools={tools} />
        ) : (
          <RoomFrame room={room} battle={null} live={NO_TURNS} finished={NO_TURNS} isHost={isHost} tools={tools}>
            <Hud room={room} battle={null} models={models} finished={NO_TURNS} blows={NO_TURNS} />
            <WaitingRing room={room} />
          </RoomFrame>
        )}
      </RoomId>
    </ViewerRole>
  );
}

interface LiveBattleProps {
  room: Room;
  battle: Battle;
  models: readonly ModelName[] | undefined;
  isHost: boolean;
  tools: ReactNode;
}

function LiveBattle({ room, battle, models, isHost, tools }: LiveBattleProps) {
  const { fight, loaded, hits } = useFight(room, battle);
  const { finished, live } = fight;
  const sheet = useState(false);
  const voteIsNext = battle.state.kind === "judging" && battle.settings.votingSeconds > 0;
  usePresence(battle._id, voteIsNext ? BEAT_MS : null);
  // An old battle is looked at, not run: the room's next one is on its own page.
  const current = room.currentBattleId === battle._id;
  return (
    <HostSheetState value={sheet}>
      <RoomFrame room={room} battle={battle} live={live} finished={finished} isHost={isHost && current} tools={tools}>
        {live.map((turn) => (
          <StallWatch key={turn.turnId} turn={turn} />
        ))}
        <BattleView room={room} fight={fight} models={models} loaded={loaded} hits={hits} isHost={isHost}>
          {isHost && current && (
            <Suspense>
              <HostPanel room={room} battle={battle} finished={finished} live={live} />
            </Suspense>
          )}
        </BattleView>
      </RoomFrame>
    </HostSheetState>
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
