import UserRound from "lucide-react/icons/user-round";
import { type PersonFormat, standing } from "./formats";

/** The place of side A where its fighter is the host: nothing to pick, so it says what will happen. */
export function PersonCard({ format, steps }: { format: PersonFormat; steps: readonly string[] }) {
  return (
    <section
      data-side="A"
      aria-label="Your side"
      className="flex min-w-0 flex-col rounded-xl border border-t-[3px] border-line border-t-(--side) bg-surface p-5 md:p-6"
    >
      <div className="flex items-center gap-4">
        <span className="inline-flex size-16 shrink-0 items-center justify-center rounded-full border-2 border-(--side-fill) bg-(--side-tint) text-(--side)">
          <UserRound aria-hidden size={30} />
        </span>
        <div className="min-w-0">
          {format === "challenge" && <p className="label text-(--side)">{standing(format, "A")}</p>}
          <p className="font-display text-2xl leading-8 font-bold">You</p>
        </div>
      </div>
      <ol className="mt-5 flex flex-col gap-3 text-ink-soft">
        {steps.map((step, index) => (
          <li key={step} className="flex gap-3">
            <span aria-hidden className="tabular w-3.5 shrink-0 text-center font-display font-bold text-(--side)">
              {index + 1}
            </span>
            {step}
          </li>
        ))}
      </ol>
    </section>
  );
}
