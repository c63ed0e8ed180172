import { useMutation } from "convex/react";
import CirclePause from "lucide-react/icons/circle-pause";
import { api } from "../../../convex/_generated/api";
import type { LiveBattle } from "../../../convex/model/adminValidators";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { isolated } from "../../components/isolated";
import { FORMAT_NAMES } from "../../lib/formats";
import { costWords, stateWords } from "./battle-words";
import { HostFact } from "./host-fact";
import { Moment } from "./moment";
import { RoomLink } from "./room-link";
import { VISIBILITY_NAMES } from "./room-words";
import { Row, Tag } from "./row";
import { useAct } from "./use-act";

export function BattleRow({ battle }: { battle: LiveBattle }) {
  const { battleId, roomId, topic, visibility, state } = battle;
  const pauseBattle = useMutation(api.battles.pause);
  const cancelBattle = useMutation(api.battles.cancel);
  const pause = useAct(async () => {
    await pauseBattle({ battleId });
    return { text: `Paused “${isolated(topic)}”. Its host can resume it.` };
  });
  const cancel = useAct(async () => {
    await cancelBattle({ battleId });
    return { text: `Cancelled “${isolated(topic)}”.` };
  });
  const paused = state.kind === "paused";
  return (
    <Row
      title={<RoomLink roomId={roomId} topic={topic} />}
      badges={
        <>
          {paused && <Tag look="danger">Paused</Tag>}
          {visibility !== "public" && <Tag>{VISIBILITY_NAMES[visibility]}</Tag>}
        </>
      }
      facts={[
        <span key="state" className="text-ink-soft">
          {stateWords(battle)}
        </span>,
        <HostFact key="host" name={battle.hostName} />,
        FORMAT_NAMES[battle.format],
        costWords(battle.cost),
        <>
          Began <Moment at={battle.startedAt} />
        </>,
      ]}
      acts={
        <>
          {!paused && (
            <ConfirmDialog
              trigger={
                <Button icon={<CirclePause aria-hidden size={18} />} pending={pause.pending}>
                  Pause<span className="sr-only">: {topic}</span>
                </Button>
              }
              title="Pause this battle?"
              text={`“${isolated(topic)}” stops in the middle of its turn. Only its host can resume it.`}
              confirm="Pause the battle"
              keep="Let it go on"
              onConfirm={() => void pause.run()}
            />
          )}
          <ConfirmDialog
            trigger={
              <Button look="danger" pending={cancel.pending}>
                Cancel<span className="sr-only">: {topic}</span>
              </Button>
            }
            title="Cancel this battle?"
            text={`“${isolated(topic)}” ends without a result. What was said stays.`}
            confirm="Cancel the battle"
            keep="Let it go on"
            onConfirm={() => void cancel.run()}
          />
        </>
      }
    />
  );
}
