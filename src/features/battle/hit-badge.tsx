import CornerUpLeft from "lucide-react/icons/corner-up-left";
import Flame from "lucide-react/icons/flame";
import Gavel from "lucide-react/icons/gavel";
import Wind from "lucide-react/icons/wind";
import Zap from "lucide-react/icons/zap";
import type { HitType, Judgement } from "../../../convex/model/battleValidators";
import type { Verdict } from "./rounds";
import { HIT_MEANINGS, HIT_NAMES, loss, REFEREE_READS, unjudgedText } from "./turn-words";

const ICONS: Record<HitType, typeof Zap> = {
  LIGHTNING_STRIKE: Zap,
  FIRE_SLASH: Flame,
  COUNTER_ATTACK: CornerUpLeft,
  WEAK_BLOW: Wind,
};

/** What the referee made of an argument. It takes its place before it is known, so the card does not grow. */
export function VerdictLine({ verdict }: { verdict: Verdict }) {
  return (
    <div className="mt-auto min-h-13 pt-4" data-verdict={verdict === null ? "none" : kindOf(verdict)}>
      {verdict === "reading" && (
        <p className="animate-think flex min-h-9 items-center gap-2 text-[0.9375rem] text-ink-soft">
          <Gavel aria-hidden size={16} className="shrink-0 text-gold" />
          {REFEREE_READS}
        </p>
      )}
      {verdict !== null && verdict !== "reading" && <Judged judgement={verdict} />}
    </div>
  );
}

function kindOf(verdict: Exclude<Verdict, null>): string {
  return verdict === "reading" ? "reading" : verdict.kind;
}

function Judged({ judgement }: { judgement: Judgement }) {
  if (judgement.kind === "unjudged") {
    return (
      <Line icon={<Gavel aria-hidden size={16} className="shrink-0 text-ink-faint" />} name="Unjudged">
        {unjudgedText(judgement.cause)}
      </Line>
    );
  }
  const { type, damage, bonus, reason } = judgement;
  const Icon = ICONS[type];
  return (
    <Line
      icon={<Icon aria-hidden size={17} className="shrink-0 text-gold" />}
      name={HIT_NAMES[type]}
      title={HIT_MEANINGS[type]}
      figures={
        <>
          {loss(damage)}
          {bonus > 0 && <span className="text-ink-soft"> {loss(bonus)} crowd</span>}
        </>
      }
    >
      <bdi>{reason}</bdi>
    </Line>
  );
}

interface LineProps {
  icon: React.ReactNode;
  name: string;
  title?: string;
  figures?: React.ReactNode;
  children: React.ReactNode;
}

function Line({ icon, name, title, figures, children }: LineProps) {
  return (
    <div
      data-strong={figures !== undefined || undefined}
      className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 rounded-lg border border-line bg-raised px-3 py-1.5 data-strong:border-gold/45"
    >
      <span title={title} className="inline-flex items-center gap-2 font-display text-[0.9375rem] leading-6 font-bold">
        {icon}
        <span className="text-[0.8125rem] tracking-[0.06em] uppercase">{name}</span>
        {figures && <span className="tabular whitespace-nowrap text-gold">{figures}</span>}
      </span>
      <span className="min-w-0 text-[0.9375rem] leading-6 text-ink-soft wrap-anywhere">{children}</span>
    </div>
  );
}
