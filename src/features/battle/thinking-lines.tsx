import { clsx } from "clsx";

/** Three lines where the words will stand, in the line height they will have. */
export function ThinkingLines() {
  return (
    <div aria-hidden="true" className="animate-think flex flex-col" data-testid="thinking">
      {["w-11/12", "w-full", "w-2/3"].map((width) => (
        <span key={width} className="flex h-[1.75rem] items-center">
          <span className={clsx("skeleton h-3", width)} />
        </span>
      ))}
    </div>
  );
}
