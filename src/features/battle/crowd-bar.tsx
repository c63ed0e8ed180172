import { useQuery } from "convex/react";
import Users from "lucide-react/icons/users";
import { api } from "../../../convex/_generated/api";
import type { Battle, Tally } from "../../../convex/model/battleValidators";
import { choicesOf, shares, tallyText, total } from "./vote-words";

/** What the crowd said, once that vote is closed; nothing when there was none. */
export function CrowdResult({ battle, ballot }: { battle: Battle; ballot: number }) {
  const vote = useQuery(api.votes.get, { battleId: battle._id, ballot });
  if (!vote?.closed || !vote.tally) return null;
  return <CrowdBar battle={battle} ballot={ballot} tally={vote.tally} />;
}

const FILLS = { A: "bg-a-fill", tie: "bg-line-strong", bothBad: "bg-line-strong/60", B: "bg-b-fill" } as const;

function CrowdBar({ battle, ballot, tally }: { battle: Pick<Battle, "fighters">; ballot: number; tally: Tally }) {
  const choices = choicesOf(ballot);
  const percent = shares(tally, choices);
  return (
    <div data-ballot={ballot} className="flex flex-col items-center gap-1.5 text-center">
      {total(tally) > 0 && (
        <span aria-hidden="true" className="flex h-2 w-full max-w-md gap-px overflow-hidden rounded-full bg-line">
          {choices
            .filter((choice) => tally[choice] > 0)
            .map((choice) => (
              <span key={choice} className={FILLS[choice]} style={{ width: `${percent[choice] ?? 0}%` }} />
            ))}
        </span>
      )}
      <p className="tabular flex items-start gap-1.5 text-sm text-ink-soft">
        <Users aria-hidden size={15} className="mt-0.5 shrink-0 text-ink-faint" />
        <bdi className="wrap-anywhere">{tallyText(battle, ballot, tally)}</bdi>
      </p>
    </div>
  );
}
