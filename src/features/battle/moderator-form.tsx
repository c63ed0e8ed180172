import { useMutation, useQuery } from "convex/react";
import Check from "lucide-react/icons/check";
import { type FormEvent, type KeyboardEvent, type ReactElement, useId, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle, ModeratorLine } from "../../../convex/model/battleValidators";
import { MAX_MODERATOR_LINE, MAX_MODERATOR_LINES } from "../../../convex/model/limits";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import { INPUT } from "../../components/input-style";
import { useServerAction } from "../../hooks/use-server-action";
import { countWords } from "./host-words";
import { useHostAct } from "./host-sheet-state";
import { lineProblem, readWords } from "./moderator-words";

interface ModeratorDialogProps {
  battle: Battle;
  /** Left out when no line would be read; what is open then stays open, with what was typed. */
  trigger?: ReactElement | undefined;
}

/** Closes once the line is said, and `ModeratorUndo` offers the way back. */
export function ModeratorDialog({ battle, trigger }: ModeratorDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      trigger={trigger}
      open={open}
      onOpenChange={setOpen}
      title="Say something to both fighters"
      text="Each reads it before the next turn, and everyone sees it. It takes no turn."
    >
      <ModeratorForm battle={battle} onSaid={() => setOpen(false)} />
    </Dialog>
  );
}

function ModeratorForm({ battle, onSaid }: { battle: Battle; onSaid: () => void }) {
  const id = useId();
  const lines = useQuery(api.battles.moderator, { battleId: battle._id });
  const inject = useHostAct(useMutation(api.battles.inject));
  const [text, setText] = useState("");
  const problem = lineProblem(text, lines?.length ?? 0);

  const send = async () => {
    if (problem !== null) return;
    if (await inject.run({ battleId: battle._id, text: text.trim() })) onSaid();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <form onSubmit={onSubmit}>
      <label htmlFor={id} className="sr-only">
        Your line
      </label>
      <textarea
        id={id}
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        enterKeyHint="send"
        placeholder="Give one number that supports your claim."
        aria-invalid={text.trim() !== "" && problem !== null ? true : undefined}
        aria-describedby={`${id}-note`}
        className={INPUT}
      />
      <div className="mt-2 flex items-center justify-between gap-4">
        <p id={`${id}-note`} className="tabular min-w-0 text-sm text-ink-faint">
          {text.trim() !== "" && problem ? (
            <span className="text-danger">{problem}</span>
          ) : (
            (countWords(text.trim().length, MAX_MODERATOR_LINE) ?? `Up to ${MAX_MODERATOR_LINE} characters`)
          )}
        </p>
        <Button type="submit" look="gold" pending={inject.pending} disabled={text.trim() === ""}>
          Say it
        </Button>
      </div>
      {lines && lines.length > 0 && <SaidLines lines={lines} />}
    </form>
  );
}

/** Newest first: what was said a moment ago is what may still be taken back. */
function SaidLines({ lines }: { lines: readonly ModeratorLine[] }) {
  return (
    <section aria-label="Lines already said" className="mt-5 border-t border-line pt-4">
      <h3 className="label mb-2 text-ink-faint">
        Said so far{lines.length > MAX_MODERATOR_LINES - 10 && `, ${lines.length} of ${MAX_MODERATOR_LINES}`}
      </h3>
      <ul className="flex flex-col">
        {lines.toReversed().map((line) => (
          <li key={line.lineId} className="flex items-start gap-3 border-t border-line py-2 first:border-t-0">
            <div className="min-w-0 flex-1 py-1.5">
              <p className="wrap-anywhere">
                <bdi>{line.text}</bdi>
              </p>
              <p className="flex items-center gap-1 text-sm text-ink-faint">
                {line.read && <Check aria-hidden size={14} className="shrink-0" />}
                {readWords(line)}
              </p>
            </div>
            {!line.read && <TakeBack lineId={line.lineId} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function TakeBack({ lineId }: Pick<ModeratorLine, "lineId">) {
  const retract = useServerAction(useMutation(api.battles.retract));
  return (
    <button
      type="button"
      aria-disabled={retract.pending || undefined}
      onClick={() => void retract.run({ lineId })}
      className="min-h-11 shrink-0 cursor-pointer rounded-lg px-2 text-sm text-ink-soft underline underline-offset-3 hover:text-ink"
    >
      Take back
    </button>
  );
}
