import X from "lucide-react/icons/x";
import { useId, useState } from "react";
import type { Battle } from "../../../convex/model/battleValidators";
import type { FinishedTurn } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { INPUT } from "../../components/input-style";
import { useEdit } from "./composer-actions";
import { ComposerField } from "./composer-field";
import { messageCount, messageProblem } from "./composer-state";
import { HostTool } from "./host-tool";

interface EditBoxProps {
  battle: Battle;
  turn: FinishedTurn;
  onDone: () => void;
}

/** In place of the draft, which waits untouched. */
export function EditBox({ battle, turn, onDone }: EditBoxProps) {
  const id = useId();
  const edit = useEdit(battle);
  const [text, setText] = useState(turn.text);
  const problem = messageProblem(text);
  const changed = text.trim() !== "" && text.trim() !== turn.text && problem === null;

  const save = async () => {
    if (changed && (await edit.run({ turnId: turn.turnId, text: text.trim() }))) onDone();
  };
  return (
    <form
      aria-label="Edit your last message"
      className="w-full min-w-0"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="flex items-end gap-3">
        <label htmlFor={id} className="sr-only">
          Your last message
        </label>
        <ComposerField
          id={id}
          value={text}
          onChange={setText}
          onEnter={() => void save()}
          onEscape={onDone}
          focusKey={turn.turnId}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-note`}
          className={`${INPUT} border-gold`}
        />
        <Button
          type="submit"
          look="gold"
          pending={edit.pending}
          disabled={!changed && !edit.pending}
          className="min-h-12 w-24 px-0! md:w-28"
        >
          Save
        </Button>
      </div>
      <div className="mt-1 flex min-h-11 items-center justify-between gap-3">
        <p id={`${id}-note`} className="tabular min-w-0 text-sm leading-5 text-ink-faint">
          {problem ? <span className="text-danger">{problem}</span> : (messageCount(text) ?? <EditHint />)}
        </p>
        <HostTool icon={<X aria-hidden size={18} />} onClick={onDone}>
          Keep it
        </HostTool>
      </div>
    </form>
  );
}

function EditHint() {
  return (
    <>
      It is answered anew.<span className="max-md:hidden"> Escape keeps it as it was.</span>
    </>
  );
}
