import { ROUNDS } from "../../../convex/model/limits";
import { ChipRadios } from "../../components/chip-radios";
import type { DraftErrors } from "./draft-errors";
import type { RoomDraft } from "./room-draft";
import { decidedBy } from "./rules-words";

const ROUND_CHOICES = Array.from({ length: ROUNDS.max - ROUNDS.min + 1 }, (_, index) => {
  const value = ROUNDS.min + index;
  return { value, label: `${value}` };
});
const VOTING_CHOICES = [0, 10, 20, 30, 60].map((value) => ({ value, label: value === 0 ? "Off" : `${value} s` }));

interface FightRulesProps {
  draft: RoomDraft;
  errors: DraftErrors;
  onChange: (part: Partial<RoomDraft>) => void;
}

/** How long a battle is, and how long the crowd has. A chat has neither. */
export function FightRules({ draft, errors, onChange }: FightRulesProps) {
  return (
    <div className="grid gap-6 md:grid-cols-2">
      <ChipRadios
        id="rounds"
        legend="Rounds"
        options={ROUND_CHOICES}
        value={draft.rounds}
        hint="Each side speaks once a round."
        error={errors.rounds}
        onChange={(rounds) => onChange({ rounds })}
      />
      <ChipRadios
        id="voting"
        legend="Time to vote"
        options={VOTING_CHOICES}
        value={draft.votingSeconds}
        hint={decidedBy(draft) ?? "After each round, and once more for the verdict."}
        error={errors.voting}
        onChange={(votingSeconds) => onChange({ votingSeconds })}
      />
    </div>
  );
}
