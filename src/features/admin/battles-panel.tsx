import { useQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import { BattleRow } from "./battle-row";
import { Empty, Panel, Skeletons } from "./panel";

export function BattlesPanel() {
  const battles = useQuery(api.administration.liveBattles);
  return (
    <Panel
      title="Live battles"
      note="What is under way, paused ones too, newest first. At most a hundred are listed."
      busy={battles === undefined}
    >
      {battles === undefined ? (
        <div className="flex flex-col gap-3">
          <Skeletons count={3} className="h-20 rounded-xl!" />
        </div>
      ) : battles.length === 0 ? (
        <Empty>No battle is live right now.</Empty>
      ) : (
        <ul className="flex flex-col gap-3">
          {battles.map((battle) => (
            <BattleRow key={battle.battleId} battle={battle} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
