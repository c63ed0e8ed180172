import CircleSlash from "lucide-react/icons/circle-slash";
import EyeOff from "lucide-react/icons/eye-off";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { FinishedTurn } from "../../../convex/model/validators";
import { turnRemark } from "./turn-words";

/** Why a turn is not what one would expect: hidden, cut short, failed. The host is told what only a host can mend. */
export function TurnRemark({ turn, isHost }: { turn: FinishedTurn; isHost: boolean }) {
  const remark = turnRemark(turn, isHost);
  if (!remark) return null;
  const Icon = turn.hidden
    ? EyeOff
    : turn.status === "cancelled" || turn.errorCode === "paused"
      ? CircleSlash
      : TriangleAlert;
  return (
    <p className="mt-4 flex items-start gap-2 rounded-lg border border-line bg-raised px-3 py-2 text-[0.9375rem] text-ink-soft">
      <Icon aria-hidden size={17} className="mt-1 shrink-0 text-gold" />
      {remark}
    </p>
  );
}
