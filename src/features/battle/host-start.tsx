import { useMutation } from "convex/react";
import ArrowLeftRight from "lucide-react/icons/arrow-left-right";
import CalendarClock from "lucide-react/icons/calendar-clock";
import CalendarX from "lucide-react/icons/calendar-x";
import ChevronUp from "lucide-react/icons/chevron-up";
import Play from "lucide-react/icons/play";
import Repeat from "lucide-react/icons/repeat";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import { useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Room } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { Menu, MenuItem } from "../../components/menu";
import { useServerAction } from "../../hooks/use-server-action";
import { HostSchedule } from "./host-schedule";
import { startChoices } from "./host-words";

/** Start or rematch at once, and beside it the other ways to begin. */
export function HostStart({ room, rematch }: { room: Room; rematch: boolean }) {
  const start = useServerAction(useMutation(api.battles.start));
  const schedule = useServerAction(useMutation(api.rooms.schedule));
  const [scheduling, setScheduling] = useState(false);
  const choices = startChoices(room, rematch);
  const run = (how: { swapped?: boolean; mirror?: boolean } = {}) => void start.run({ roomId: room._id, ...how });
  return (
    <div className="flex items-center gap-2">
      <Button
        look="gold"
        pending={start.pending}
        icon={rematch ? <RotateCcw aria-hidden size={18} /> : <Play aria-hidden size={18} fill="currentColor" />}
        onClick={() => run()}
      >
        {rematch ? "Rematch" : "Start battle"}
      </Button>
      {choices.length > 0 && (
        <Menu
          trigger={
            <Button aria-label="Other ways to start" className="w-11 px-0!" pending={schedule.pending}>
              <ChevronUp aria-hidden size={20} />
            </Button>
          }
        >
          {choices.map(({ act, label, note }) => (
            <MenuItem
              key={act}
              label={label}
              note={note}
              icon={ICONS[act]}
              onClick={() => {
                if (act === "plain") run();
                else if (act === "swapped") run({ swapped: true });
                else if (act === "mirror") run({ mirror: true });
                else if (act === "schedule") setScheduling(true);
                else void schedule.run({ roomId: room._id, startAt: null });
              }}
            />
          ))}
        </Menu>
      )}
      <HostSchedule room={room} open={scheduling} onOpenChange={setScheduling} />
    </div>
  );
}

const ICONS = {
  plain: <Play aria-hidden size={18} />,
  swapped: <ArrowLeftRight aria-hidden size={18} />,
  mirror: <Repeat aria-hidden size={18} />,
  schedule: <CalendarClock aria-hidden size={18} />,
  unschedule: <CalendarX aria-hidden size={18} />,
};
