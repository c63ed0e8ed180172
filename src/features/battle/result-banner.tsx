import { clsx } from "clsx";
import { Link } from "@tanstack/react-router";
import Repeat from "lucide-react/icons/repeat-2";
import Scale from "lucide-react/icons/scale";
import Trophy from "lucide-react/icons/trophy";
import { type Battle, type Result, VERDICT_BALLOT } from "../../../convex/model/battleValidators";
import { MIRROR_PAUSE_MS } from "../../../convex/model/limits";
import { plateProps } from "../../components/button";
import { CrowdResult } from "./crowd-bar";
import { fighterOf, isScored } from "./fight";
import { mirrorText, resultWords, unratedText } from "./result-words";
import { useCountdown } from "./use-countdown";

/** How it ended. It stands at the end of the transcript, where everybody who has followed it is. */
export function ResultBanner({ battle, result }: { battle: Battle; result: Result }) {
  const { title, how } = resultWords(battle, result);
  const won = result.winner === "A" || result.winner === "B";
  const unrated = unratedText(battle);
  const Icon = won ? Trophy : Scale;
  return (
    <section
      aria-label="Result"
      data-newest
      data-result={result.winner}
      data-side={won ? result.winner : undefined}
      className={clsx(
        "result mx-auto flex w-full flex-col items-center gap-3 rounded-2xl border border-gold/60 px-5 py-8 text-center",
        battle.format === "chat" && "max-w-[52rem]",
      )}
    >
      <Icon aria-hidden size={34} className="text-gold" />
      <h2 className="font-display text-[1.75rem] leading-tight font-bold wrap-anywhere md:text-4xl">
        <bdi>{title}</bdi>
      </h2>
      <p className="text-lg text-ink-soft">{how}</p>
      {isScored(battle) && <FinalHp battle={battle} />}
      {battle.settings.votingSeconds > 0 && battle.format !== "chat" && (
        <CrowdResult battle={battle} ballot={VERDICT_BALLOT} />
      )}
      {unrated && (
        <p className="rounded-full border border-line px-4 py-1.5 text-[0.9375rem] text-ink-soft">{unrated}</p>
      )}
      {battle.mirror && <Mirror battle={battle} mirror={battle.mirror} />}
    </section>
  );
}

function FinalHp({ battle }: { battle: Battle }) {
  return (
    <p className="tabular flex max-w-full flex-wrap items-baseline justify-center gap-x-3 font-display font-bold">
      <span className="max-w-full truncate text-a">
        <bdi>{fighterOf(battle, "A").name}</bdi> {battle.hp.A} HP
      </span>
      <span aria-hidden className="text-ink-faint">
        :
      </span>
      <span className="max-w-full truncate text-b">
        {battle.hp.B} HP <bdi>{fighterOf(battle, "B").name}</bdi>
      </span>
    </p>
  );
}

function Mirror({ battle, mirror }: { battle: Battle; mirror: NonNullable<Battle["mirror"]> }) {
  return (
    <div className="mt-1 flex flex-col items-center gap-3">
      <p className="flex items-center gap-2 text-ink-soft">
        <Repeat aria-hidden size={17} className="text-gold" />
        {mirrorText(mirror.leg)}
      </p>
      {mirror.otherId ? (
        <Link
          to="/rooms/$roomId"
          params={{ roomId: battle.roomId }}
          search={{ battle: mirror.otherId }}
          {...plateProps("quiet")}
        >
          {mirror.leg === 1 ? "See the second battle" : "See the first battle"}
        </Link>
      ) : (
        battle.endedAt !== null && <SecondLeg endedAt={battle.endedAt} />
      )}
    </div>
  );
}

/** The server starts it; after a while of silence the host has gone on to something else. */
function SecondLeg({ endedAt }: { endedAt: number }) {
  const seconds = useCountdown(endedAt + MIRROR_PAUSE_MS);
  return seconds > 0 ? <p className="tabular text-ink-soft">The second battle starts in {seconds} s</p> : null;
}
