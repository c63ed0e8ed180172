import Pencil from "lucide-react/icons/pencil";
import { useId, useState } from "react";
import type { Battle } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn, Room } from "../../../convex/model/validators";
import { INPUT } from "../../components/input-style";
import { useConnected } from "../../hooks/use-connected";
import { useSay } from "./composer-actions";
import { EndChatTool, RegenerateTool, SendButton, StopButton } from "./composer-buttons";
import { useDraft } from "./composer-draft";
import { EditBox } from "./composer-edit";
import { ComposerField } from "./composer-field";
import {
  type ComposerState,
  composerState,
  composerWords,
  KEYS_HINT,
  messageCount,
  messageProblem,
} from "./composer-state";
import { HostTool } from "./host-tool";

export interface ComposerProps {
  room: Room;
  battle: Battle;
  live: readonly LiveTurn[];
  /** Undefined while it loads. */
  finished: readonly FinishedTurn[] | undefined;
}

/** Where a host who takes part speaks: in the dock of a challenge or a chat, in every state until the end. */
export default function Composer({ battle, live, finished }: ComposerProps) {
  if (battle.endedAt !== null) return null;
  if (finished === undefined) return <span aria-hidden className="skeleton block h-23 w-full" />;
  return <LoadedComposer key={battle._id} battle={battle} live={live} finished={finished} />;
}

function LoadedComposer({
  battle,
  live,
  finished,
}: Pick<ComposerProps, "battle" | "live"> & { finished: readonly FinishedTurn[] }) {
  const state = composerState(battle, finished, live);
  const [editing, setEditing] = useState<FinishedTurn["turnId"] | null>(null);
  const lastSaid = finished.findLast((turn) => turn.role === "person")?.text ?? null;
  const draft = useDraft(battle._id, lastSaid);
  const say = useSay();
  // The answer may be complete before the change is sent: then there is nothing left to change.
  const edited = editing !== null && state.editable?.turnId === editing ? state.editable : null;
  if (edited) {
    return <EditBox key={edited.turnId} battle={battle} turn={edited} onDone={() => setEditing(null)} />;
  }
  return (
    <TalkBox
      battle={battle}
      state={state}
      draft={draft}
      say={say}
      onEdit={() => setEditing(state.editable?.turnId ?? null)}
    />
  );
}

interface TalkBoxProps {
  battle: Battle;
  state: ComposerState;
  draft: ReturnType<typeof useDraft>;
  say: ReturnType<typeof useSay>;
  onEdit: () => void;
}

function TalkBox({ battle, state, draft, say, onEdit }: TalkBoxProps) {
  const id = useId();
  const connected = useConnected();
  const text = draft.text.trim();
  const problem = messageProblem(text);
  const count = messageCount(text);
  const sendable = state.mayTalk && !say.pending && text !== "" && problem === null;
  const name = battle.fighters[1].name;
  const words = composerWords({ battle, state, connected, sending: say.pending });

  const send = async () => {
    if (!sendable) return;
    draft.send(text);
    draft.settle(await say.run({ battleId: battle._id, text }));
  };
  return (
    <form
      aria-label={battle.format === "chat" ? `Talk with ${name}` : `Argue against ${name}`}
      className="w-full min-w-0"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="flex items-end gap-3">
        <label htmlFor={id} className="sr-only">
          {battle.format === "chat" ? "Message" : "Your argument"}
        </label>
        <ComposerField
          id={id}
          value={draft.text}
          onChange={draft.change}
          onEnter={() => void send()}
          placeholder={battle.format === "chat" ? `Message ${name}` : "Your argument"}
          aria-invalid={problem ? true : undefined}
          aria-describedby={`${id}-note`}
          className={INPUT}
        />
        {state.reply ? <StopButton turn={state.reply} /> : <SendButton pending={say.pending} enabled={sendable} />}
      </div>
      <div className="mt-1 flex min-h-11 items-center justify-between gap-x-3">
        <p id={`${id}-note`} className="tabular min-w-0 text-sm leading-5 text-ink-faint">
          {problem ? <span className="text-danger">{problem}</span> : count}
          {!problem && !count && <output className={words === KEYS_HINT ? "max-md:hidden" : undefined}>{words}</output>}
        </p>
        <span className="flex shrink-0 items-center">
          {state.editable && (
            <HostTool icon={<Pencil aria-hidden size={16} />} onClick={onEdit}>
              Edit<span className="max-md:sr-only"> last message</span>
            </HostTool>
          )}
          {state.again && <RegenerateTool turn={state.again} />}
          {battle.format === "chat" && <EndChatTool battle={battle} enabled={state.mayEnd} />}
        </span>
      </div>
    </form>
  );
}
