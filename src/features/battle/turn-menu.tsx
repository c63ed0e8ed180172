import { useMutation } from "convex/react";
import EllipsisVertical from "lucide-react/icons/ellipsis-vertical";
import Eye from "lucide-react/icons/eye";
import EyeOff from "lucide-react/icons/eye-off";
import Flag from "lucide-react/icons/flag";
import { useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { FinishedTurn } from "../../../convex/model/validators";
import { Menu, MenuItem } from "../../components/menu";
import { useServerAction } from "../../hooks/use-server-action";
import { toastError, toastUndo } from "../../lib/toast";
import { ReportDialog } from "./report-dialog";
import { moderates, useViewerRole } from "./viewer-role";

interface TurnMenuProps {
  turn: FinishedTurn;
  /** Whose words they are, as the menu's name. */
  of: string;
}

/** What may be done about what somebody said: everybody may report it, hosts and admins hide it. A chunk of its own. */
export default function TurnMenu({ turn, of }: TurnMenuProps) {
  const { turnId, hidden } = turn;
  const role = useViewerRole();
  const { hide, show } = useHiding(turnId);
  const [reporting, setReporting] = useState(false);
  const mayShow = hidden !== null && (hidden.by === "host" || role === "admin");
  if (hidden && !(moderates(role) && mayShow)) return null;
  return (
    <>
      <Menu
        side="bottom"
        trigger={
          <button
            type="button"
            aria-label={`More about ${of}`}
            className="-my-2.5 -mr-3 inline-flex size-11 shrink-0 cursor-pointer items-center justify-center self-center rounded-lg text-ink-faint hover:bg-raised hover:text-ink data-popup-open:bg-raised"
          >
            <EllipsisVertical aria-hidden size={18} />
          </button>
        }
      >
        {hidden === null && (
          <MenuItem
            icon={<Flag aria-hidden size={18} />}
            label="Report"
            note="Tell the hosts what is wrong with it"
            onClick={() => setReporting(true)}
          />
        )}
        {moderates(role) && hidden === null && (
          <MenuItem
            icon={<EyeOff aria-hidden size={18} />}
            label="Hide"
            note="Viewers and the fighters no longer see these words"
            onClick={() => void hide.run()}
          />
        )}
        {mayShow && (
          <MenuItem
            icon={<Eye aria-hidden size={18} />}
            label="Show again"
            note="Everybody sees these words again"
            onClick={() => void show.run()}
          />
        )}
      </Menu>
      <ReportDialog turnId={turnId} open={reporting} onOpenChange={setReporting} />
    </>
  );
}

function useHiding(turnId: FinishedTurn["turnId"]) {
  const hideTurn = useMutation(api.turns.hide);
  const showTurn = useMutation(api.turns.unhide);
  const show = useServerAction(() => showTurn({ turnId }));
  const hide = useServerAction(async () => {
    await hideTurn({ turnId });
    await toastUndo({
      id: `hidden-${turnId}`,
      text: "The turn is hidden.",
      undo: () => void showTurn({ turnId }).catch(toastError),
    });
  });
  return { hide, show };
}
