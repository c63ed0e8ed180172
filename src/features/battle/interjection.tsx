import Megaphone from "lucide-react/icons/megaphone";
import type { ModeratorLine } from "../../../convex/model/battleValidators";

/** What the host said to both fighters. It belongs to no side: gold, in the middle. */
export function Interjection({ line }: { line: ModeratorLine }) {
  return (
    <div
      data-line={line.lineId}
      className="mx-auto flex w-full max-w-[46rem] items-start gap-3 rounded-lg border border-gold/45 bg-surface px-4 py-3"
    >
      <Megaphone aria-hidden size={18} className="mt-1 shrink-0 text-gold" />
      <div className="min-w-0">
        <p className="label text-gold">Host to both fighters</p>
        <p dir="auto" className="text-ink wrap-anywhere">
          {line.text}
        </p>
      </div>
    </div>
  );
}
