import { Link } from "@tanstack/react-router";
import { useQuery } from "convex/react";
import { lazy, Suspense, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import type { Room } from "../../../convex/model/validators";
import { plateProps } from "../../components/button";
import { PageMessage } from "../../components/page-message";
import { BattleView } from "./battle-view";
import type { ModelName } from "./fight";
import { HostSheetState } from "./host-sheet-state";
import { Hud, HudSkeleton } from "./hud";
import { NO_TURNS, RoomFrame } from "./room-frame";
import { TranscriptSkeleton } from "./transcript";
import { useFight } from "./use-fight";
import { StallWatch } from "./use-stall-watch";
import { WaitingRing } from "./waiting-ring";

const HostPanel = lazy(() => import("./host-panel"));

interface RoomPageProps {
  roomId: string;
  /** One battle of the room's; without it the newest, whichever that is. */
  battleId?: Battle["_id"] | undefined;
}

export function RoomPage({ roomId, battleId }: RoomPageProps) {
  const room = useQuery(api.rooms.get, { roomId });
  const models = useQuery(api.models.list);
  const wanted = battleId ?? room?.currentBattleId;
  const battle = useQuery(api.battles.get, room && wanted ? { battleId: wanted } : "skip");
  const role = useQuery(api.rooms.viewerRole, room ? { roomId: room._id } : "skip");
  const isHost = role === "host" || role === "cohost";
  if (room === null) return <NoSuchRoom />;
  if (room === undefined || (wanted && battle === undefined)) return <RoomSkeleton />;
  if (battleId && battle?.roomId !== room._id) return <NoSuchRoom />;
  if (!battle) {
    return (
      <RoomFrame room={room} battle={null} live={NO_TURNS} finished={NO_TURNS} isHost={isHost}>
        <Hud room={room} battle={null} models={models} finished={NO_TURNS} blows={NO_TURNS} />
        <WaitingRing room={room} />
      </RoomFrame>
    );
  }
  return <LiveBattle key={battle._id} room={room} battle={battle} models={models} isHost={isHost} />;
}

interface LiveBattleProps {
  room: Room;
  battle: Battle;
  models: readonly ModelName[] | undefined;
  isHost: boolean;
}

function LiveBattle({ room, battle, models, isHost }: LiveBattleProps) {
  const { fight, loaded, hits } = useFight(room, battle);
  const { finished, live } = fight;
  const sheet = useState(false);
  // An old battle is looked at, not run: the room's next one is on its own page.
  const current = room.currentBattleId === battle._id;
  return (
    <HostSheetState value={sheet}>
      <RoomFrame room={room} battle={battle} live={live} finished={finished} isHost={isHost && current}>
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
