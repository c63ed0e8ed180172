import { clsx } from "clsx";
import Check from "lucide-react/icons/check";
import { FieldNote } from "../../components/field";
import { faintOn } from "./contrast";
import { HINTS } from "./words";

interface ColourFieldProps {
  value: string;
  /** Colours to start from, `#rrggbb`. */
  palette: readonly string[];
  error: string | undefined;
  onChange: (colour: string) => void;
}

export function ColourField({ value, palette, error, onChange }: ColourFieldProps) {
  const hint = faintOn(value) ?? HINTS.colour;
  return (
    <fieldset aria-describedby="persona-colour-note" className="min-w-0">
      <legend className="mb-1.5 text-[0.9375rem] font-semibold">Colour</legend>
      <div className="mb-1.5 flex flex-wrap gap-1">
        {palette.map((colour, index) => (
          <Swatch
            key={colour}
            id={index === 0 ? "persona-colour" : undefined}
            colour={colour}
            name={`Colour ${index + 1}`}
            chosen={colour === value.toLowerCase()}
            onChoose={() => onChange(colour)}
          />
        ))}
        <label className="flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-2 text-[0.9375rem] text-ink-soft hover:text-ink">
          <input
            type="color"
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className="size-8 cursor-pointer rounded border border-line-strong bg-raised p-0.5"
          />
          Another
        </label>
      </div>
      <FieldNote id="persona-colour" hint={hint} error={error} />
    </fieldset>
  );
}

interface SwatchProps {
  id: string | undefined;
  colour: string;
  name: string;
  chosen: boolean;
  onChoose: () => void;
}

function Swatch({ id, colour, name, chosen, onChoose }: SwatchProps) {
  return (
    <label
      className={clsx(
        "inline-flex size-11 cursor-pointer items-center justify-center rounded-lg border-2 has-focus-visible:outline-2 has-focus-visible:outline-focus",
        chosen ? "border-ink" : "border-transparent hover:border-line-strong",
      )}
    >
      <input
        type="radio"
        id={id}
        name="persona-colour"
        aria-label={name}
        checked={chosen}
        onChange={onChoose}
        className="sr-only"
      />
      <span
        aria-hidden
        className="inline-flex size-8 items-center justify-center rounded-md text-white"
        style={{ backgroundColor: colour }}
      >
        {chosen && <Check size={18} strokeWidth={3} className="drop-shadow-[0_0_2px_#000]" />}
      </span>
    </label>
  );
}
