import { clsx } from "clsx";
import type { CSSProperties } from "react";
import { FULL_HP } from "../../../convex/model/limits";
import type { Fighter, Format, LiveTurn, Side } from "../../../convex/model/validators";
import { ScriptedBadge } from "../../components/badges";
import { Sigil } from "../../components/sigil";
import { usePlayout } from "../../hooks/use-playout";
import { corner } from "../../lib/formats";
import { newestWords, plainWords } from "../../lib/format";

/** About what four lines hold on a wide screen; on a narrow one the oldest words leave at the top of the box. */
const QUOTE_LENGTH = 170;

interface FeaturedHalfProps {
  side: Side;
  fighter: Fighter;
  format: Format;
  /** Null where nothing is scored. */
  hp: number | null;
  /** This side's last argument. */
  said: string | null;
  live: LiveTurn | null;
  /** This side has the word. */
  active: boolean;
}

export function FeaturedHalf({ side, fighter, format, hp, said, live, active }: FeaturedHalfProps) {
  const right = side === "B";
  return (
    <div
      data-side={side}
      data-active={active}
      className={clsx("flex min-w-0 flex-col p-4 md:p-8", right ? "items-end text-right" : "items-start")}
    >
      <div
        className={clsx(
          "flex max-w-[calc(100%-1.5rem)] items-center gap-4 md:max-w-[calc(100%-4rem)]",
          right && "flex-row-reverse",
        )}
      >
        <Sigil
          name={fighter.name}
          side={side}
          rim={fighter.persona?.colour}
          className="hidden size-16 shrink-0 md:block"
        />
        <div className="min-w-0">
          <p className="label text-(--side)">
            {corner(format, side)}
            {hp !== null && <span className="tabular ml-2 text-ink-soft">{hp} HP</span>}
          </p>
          <p className="truncate font-display text-lg leading-8 font-bold md:text-[1.75rem]" title={fighter.name}>
            <bdi>{fighter.name}</bdi>
          </p>
        </div>
      </div>
      {hp === null ? (
        <div className="rail mt-3 w-full md:mt-4" />
      ) : (
        <div
          aria-hidden="true"
          className="hp mt-3 h-2! w-full md:mt-4"
          style={{ "--hp": `${(hp / FULL_HP) * 100}%` } as CSSProperties}
        >
          <span className="hp-ghost" />
          <span className="hp-fill" />
        </div>
      )}
      <div className="mt-4 flex h-[9.75rem] w-full flex-col-reverse overflow-hidden text-left md:h-[7.25rem] md:max-w-[52ch]">
        {active ? <LiveQuote live={live} name={fighter.name} /> : <LastQuote said={said} name={fighter.name} />}
      </div>
      {fighter.scripted && <ScriptedBadge className={clsx("mt-auto pt-2 text-left", right && "md:text-right")} />}
    </div>
  );
}

// mb-auto: in a box that fills from below, a short quote still begins at the top.
const QUOTE = "mb-auto text-[0.9375rem] leading-[1.625rem] md:text-[1.0625rem] md:leading-[1.8rem]";

/** The newest words. The tail is enough: nobody reads a whole argument in the lobby. */
function LiveQuote({ live, name }: { live: LiveTurn | null; name: string }) {
  const tail = live?.tail ?? "";
  const shown = usePlayout(tail, { growing: true });
  if (tail === "") {
    return (
      <p className={clsx(QUOTE, "animate-think text-ink-soft")}>
        {live?.wait ? `${name} waits` : `${name} is thinking`}
      </p>
    );
  }
  return (
    <p className={clsx(QUOTE, "in-data-[side=B]:ml-auto")}>
      {newestWords(plainWords(tail.slice(0, shown)), QUOTE_LENGTH)}
      <span className="ml-0.5 inline-block h-[1.1em] w-[0.5em] rounded-[1px] bg-(--side-fill) align-[-0.2em]" />
    </p>
  );
}

/** What is quoted inside a quotation. */
function singleQuoted(text: string): string {
  return text.replaceAll("“", "‘").replaceAll("”", "’");
}

function LastQuote({ said, name }: { said: string | null; name: string }) {
  if (said === null) return <p className={clsx(QUOTE, "text-ink-faint")}>{name} waits for the word</p>;
  return (
    <p className={clsx(QUOTE, "line-clamp-6 text-ink-soft md:line-clamp-4")}>“{singleQuoted(plainWords(said))}”</p>
  );
}
