import { clsx } from "clsx";

/** One diamond per round: filled when it is over, half filled while it runs, empty before. The text beside it says the same. */
export function RoundDiamonds({ done, current, rounds }: { done: number; current: number | null; rounds: number }) {
  return (
    <span className="inline-flex items-center gap-1.5" aria-hidden="true">
      {Array.from({ length: rounds }, (_, index) => (
        <span
          key={index}
          className={clsx(
            "size-2.5 rotate-45 rounded-[2px] border-[1.5px]",
            index < done || index + 1 === current ? "border-gold" : "border-line-strong",
            index < done && "bg-gold",
            index >= done && index + 1 === current && "bg-linear-45 from-gold from-50% to-transparent to-50%",
          )}
        />
      ))}
    </span>
  );
}
