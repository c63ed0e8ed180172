import { useMutation } from "convex/react";
import { type FormEvent, useId, useState } from "react";
import { api } from "../../../convex/_generated/api";
import { SCHEDULE_AHEAD_MS } from "../../../convex/model/limits";
import type { Room } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import { INPUT } from "../../components/input-style";
import { useServerAction } from "../../hooks/use-server-action";
import { localField, startTime, timeZoneWords } from "../../lib/start-time";
import { startTimeProblem } from "./host-words";

interface HostScheduleProps {
  room: Room;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** When the battle of a waiting room starts by itself. */
export function HostSchedule({ room, open, onOpenChange }: HostScheduleProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={room.startAt === null ? "Start at a set time" : "Change the start"}
      text="It starts by itself, also when you are away. You can still start it by hand before."
    >
      <ScheduleForm room={room} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

/** Soon, and on a round minute: what people agree on. */
function firstSuggestion(): number {
  const step = 5 * 60_000;
  return Math.ceil((Date.now() + step) / step) * step;
}

function problemNow(at: number | null): string | null {
  return startTimeProblem(at, Date.now(), SCHEDULE_AHEAD_MS);
}

function ScheduleForm({ room, onDone }: { room: Room; onDone: () => void }) {
  const id = useId();
  const schedule = useServerAction(useMutation(api.rooms.schedule));
  const [typed, setTyped] = useState(() => localField(room.startAt ?? firstSuggestion()));
  const [problem, setProblem] = useState<string | null>(null);
  const [opened] = useState(Date.now);
  const at = startTime(typed);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = problemNow(at);
    setProblem(found);
    if (at === null || found !== null) return;
    if (await schedule.run({ roomId: room._id, startAt: at })) onDone();
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <label htmlFor={id} className="mb-1.5 block text-[0.9375rem] font-semibold">
        Day and time
      </label>
      <input
        id={id}
        type="datetime-local"
        value={typed}
        min={localField(opened)}
        onChange={(event) => {
          setTyped(event.target.value);
          setProblem(null);
        }}
        aria-invalid={problem ? true : undefined}
        aria-describedby={`${id}-note`}
        className={`${INPUT} tabular min-h-11`}
      />
      <p id={`${id}-note`} className="mt-1.5 min-h-5 text-sm">
        {problem ? (
          <span className="text-danger">{problem}</span>
        ) : (
          <span className="text-ink-faint">Your time, {timeZoneWords(at ?? opened)}</span>
        )}
      </p>
      <div className="mt-4 flex justify-end">
        <Button type="submit" look="gold" pending={schedule.pending}>
          Set the start
        </Button>
      </div>
    </form>
  );
}
