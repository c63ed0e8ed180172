import { clsx } from "clsx";
import type { RoomDraft } from "./room-draft";
import { SwitchRow } from "./switch-row";

interface HelperRulesProps {
  draft: RoomDraft;
  onChange: (part: Partial<RoomDraft>) => void;
}

/** Who else has a part in it. Nobody judges a chat or sums it up. */
export function HelperRules({ draft, onChange }: HelperRulesProps) {
  const fight = draft.format !== "chat";
  return (
    <div className={clsx("grid gap-3", fight && "md:grid-cols-3")}>
      {fight && (
        <>
          <SwitchRow
            id="referee"
            label="Referee"
            note="Judges each argument; a hit takes HP from the other side."
            checked={draft.referee}
            onChange={(referee) => onChange({ referee })}
          />
          <SwitchRow
            id="commentator"
            label="Commentator"
            note="Sums the battle up when it is over."
            checked={draft.commentator}
            onChange={(commentator) => onChange({ commentator })}
          />
        </>
      )}
      <SwitchRow
        id="tools"
        label="Tools"
        note="Models may calculate, and search what was said."
        checked={draft.tools}
        onChange={(tools) => onChange({ tools })}
      />
    </div>
  );
}
