import { clsx } from "clsx";
import EyeOff from "lucide-react/icons/eye-off";
import type { LucideIcon } from "lucide-react";
import MessageCircle from "lucide-react/icons/message-circle";
import Swords from "lucide-react/icons/swords";
import UserRound from "lucide-react/icons/user-round";
import type { Format } from "../../../convex/model/validators";
import { FORMAT_WORDS, FORMATS } from "./formats";

const ICONS: Record<Format, LucideIcon> = { debate: Swords, duel: EyeOff, challenge: UserRound, chat: MessageCircle };

/** The first choice: everything below it follows. */
export function FormatPicker({ value, onChange }: { value: Format; onChange: (format: Format) => void }) {
  return (
    <fieldset>
      <legend className="mb-2 text-[0.9375rem] font-semibold">Format</legend>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {FORMATS.map((format) => (
          <FormatCard key={format} format={format} chosen={format === value} onChoose={() => onChange(format)} />
        ))}
      </div>
    </fieldset>
  );
}

function FormatCard({ format, chosen, onChoose }: { format: Format; chosen: boolean; onChoose: () => void }) {
  const Icon = ICONS[format];
  const { name, what } = FORMAT_WORDS[format];
  return (
    <label
      className={clsx(
        "relative flex cursor-pointer gap-3 rounded-xl border p-4 lg:flex-col lg:gap-2",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus",
        chosen
          ? "border-gold bg-surface shadow-[inset_0_0_0_1px_var(--color-gold)]"
          : "border-line bg-surface hover:border-line-strong",
      )}
    >
      <input
        type="radio"
        name="format"
        value={format}
        checked={chosen}
        onChange={onChoose}
        aria-label={name}
        aria-describedby={`format-${format}`}
        className="sr-only"
      />
      <span className="flex items-center gap-2.5 max-lg:items-start">
        <Icon
          aria-hidden
          size={20}
          className={clsx("shrink-0 max-lg:mt-0.5", chosen ? "text-gold" : "text-ink-faint")}
        />
        <span aria-hidden className="font-display text-lg leading-6 font-bold max-lg:hidden">
          {name}
        </span>
      </span>
      <span className="min-w-0">
        <span aria-hidden className="block font-display text-lg leading-6 font-bold lg:hidden">
          {name}
        </span>
        <span id={`format-${format}`} className="block text-[0.9375rem] leading-snug text-pretty text-ink-soft">
          {what}
        </span>
      </span>
      <Mark chosen={chosen} />
    </label>
  );
}

/** Says which one is chosen without colour. */
function Mark({ chosen }: { chosen: boolean }) {
  return (
    <span
      aria-hidden
      className={clsx(
        "absolute top-4 right-4 size-4 rounded-full border-2",
        chosen ? "border-gold bg-gold shadow-[inset_0_0_0_2.5px_var(--color-surface)]" : "border-line-strong",
      )}
    />
  );
}
