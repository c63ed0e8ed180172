import type { Estimate } from "./cost-estimate";
import type { RoomDraft } from "./room-draft";
import { costSentence, lineSum, lineWords } from "./rules-words";

/** The sum and what it is made of, plainly. */
export function CostTable({ draft, costs }: { draft: RoomDraft; costs: Estimate }) {
  return (
    <section aria-label="What it costs" className="rounded-lg border border-line bg-raised p-4">
      <p className="tabular text-[0.9375rem] font-semibold text-pretty">{costSentence(draft, costs)}</p>
      <ul className="mt-3 flex flex-col gap-2.5">
        {costs.lines.map((line) => (
          <li key={line.id} className="text-sm leading-5">
            <span className="flex flex-wrap justify-between gap-x-3">
              <bdi className="min-w-0 font-semibold wrap-anywhere">{line.who}</bdi>
              <span className="tabular text-ink-soft">{lineSum(line)}</span>
            </span>
            <span className="tabular block text-ink-faint">{lineWords(line)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-3 border-t border-line pt-3 text-sm text-pretty text-ink-faint">
        A guess: every turn uses all its words, at four tokens for three words, and reads all that was said before.
        Tools and thinking cost more.
        {costs.simulated !== null && " Simulated money is never charged."}
      </p>
    </section>
  );
}
