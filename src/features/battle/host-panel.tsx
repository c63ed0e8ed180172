import Keyboard from "lucide-react/icons/keyboard";
import { useRef } from "react";
import type { Battle } from "../../../convex/model/battleValidators";
import type { BattleCost } from "../../../convex/model/ledgerValidators";
import type { FinishedTurn, LiveTurn, Room } from "../../../convex/model/validators";
import { Popover } from "../../components/popover";
import { useWideScreen } from "../../hooks/use-media-query";
import { CostMeter, useBattleCost } from "./cost-meter";
import { HostNotice } from "./host-notice";
import { SHORTCUTS, useShortcuts, useShortcutsOn } from "./host-shortcuts";
import { HostSheet } from "./host-sheet";
import { HostTool } from "./host-tool";
import { CancelTool, HostTools } from "./host-tools";
import { ModeratorUndo } from "./moderator-undo";
import { useHeldActs } from "./use-held-acts";

export interface HostPanelProps {
  room: Room;
  battle: Battle;
  /** Undefined while it loads. */
  finished: readonly FinishedTurn[] | undefined;
  live: readonly LiveTurn[];
}

const NOTHING_FINISHED: readonly FinishedTurn[] = [];

/**
 * The host's side of a battle, beneath the HUD: what is wrong and only the host can mend, and on a wide screen one bar with
 * every act the state allows. On a phone that bar is a sheet, which opens from the dock.
 */
export default function HostPanel({ battle, finished = NOTHING_FINISHED, live }: HostPanelProps) {
  const wide = useWideScreen();
  const cost = useBattleCost(battle);
  return (
    <div className="flex flex-col gap-3 pt-4 empty:hidden">
      {wide ? (
        <HostBar battle={battle} finished={finished} live={live} cost={cost} />
      ) : (
        <HostSheet battle={battle} finished={finished} live={live} cost={cost} />
      )}
      <HostNotice battle={battle} finished={finished} cost={cost} />
      <ModeratorUndo battleId={battle._id} />
    </div>
  );
}

interface HostBarProps {
  battle: Battle;
  finished: readonly FinishedTurn[];
  live: readonly LiveTurn[];
  cost: BattleCost | null;
}

function HostBar({ battle, finished, live, cost }: HostBarProps) {
  const bar = useRef<HTMLElement>(null);
  const [keysOn, setKeysOn] = useShortcutsOn();
  useShortcuts(bar, keysOn);
  const { acts, hold } = useHeldActs(battle, finished, live);
  return (
    <section
      ref={bar}
      aria-label="Host"
      onPointerDown={hold}
      className="flex min-h-13 flex-wrap items-center gap-x-0.5 rounded-xl border border-line bg-surface px-2 py-1 shadow-lift"
    >
      <span className="label px-3 text-gold">Host</span>
      <HostTools battle={battle} acts={acts} live={live} />
      {/* Where both rows are needed now and then, they always are: nothing jumps when a turn ends. */}
      <span className="ml-auto flex items-center gap-0.5 max-xl:w-full max-xl:justify-end">
        <CostMeter battle={battle} cost={cost} />
        {acts.cancel && <KeysTool on={keysOn} onChange={setKeysOn} />}
        {acts.cancel && <CancelTool battle={battle} />}
      </span>
    </section>
  );
}

function KeysTool({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <Popover
      title="Keyboard shortcuts"
      trigger={
        <HostTool icon={<Keyboard aria-hidden size={18} />} aria-label="Keyboard shortcuts" className="px-3.5!" />
      }
    >
      <dl className="flex flex-col">
        {SHORTCUTS.map(([key, act]) => (
          <div key={key} className="flex items-center gap-3 border-t border-line py-2 first:border-t-0">
            <dt>
              <kbd className="inline-flex size-8 items-center justify-center rounded-md border border-line-strong bg-raised font-display font-bold">
                {key}
              </kbd>
            </dt>
            <dd className="text-ink-soft">{act}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-2 flex min-h-11 cursor-pointer items-center gap-3 border-t border-line pt-2">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => onChange(event.target.checked)}
          className="size-4.5 accent-(--color-gold-fill)"
        />
        Shortcuts are on
      </label>
    </Popover>
  );
}
