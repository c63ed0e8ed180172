import { useQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import { useNow } from "../../hooks/use-now";
import { plural } from "../../lib/format";
import { usd } from "../../lib/money";
import { Section } from "./section";

/** What the caller's rooms have cost since midnight, UTC. */
export function UsageSection() {
  const day = new Date(useNow(60_000)).toISOString().slice(0, 10);
  const usage = useQuery(api.usage.mine, { day });
  return (
    <Section id="usage" title="Today" text="What your rooms have used since midnight, UTC.">
      {usage ? (
        <dl className="tabular grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
          <Figure
            name="Model calls"
            value={usage.total.calls.toLocaleString("en-US")}
            note={usage.total.simulatedUsd > 0 ? "Scripted ones too" : undefined}
          />
          <Figure
            name="Tokens"
            value={(usage.total.promptTokens + usage.total.completionTokens).toLocaleString("en-US")}
          />
          <Figure
            name="Cost"
            value={usd(usage.total.realUsd)}
            note={
              usage.total.unknownCosts > 0 ? `${plural(usage.total.unknownCosts, "call")} of unknown cost` : undefined
            }
          />
          <Figure name="Simulated" value={usd(usage.total.simulatedUsd)} note="Sparring partners; nobody pays it" />
        </dl>
      ) : (
        <span aria-hidden className="skeleton block h-16" />
      )}
    </Section>
  );
}

function Figure({ name, value, note }: { name: string; value: string; note?: string | undefined }) {
  return (
    <div>
      <dt className="text-sm text-ink-faint">{name}</dt>
      <dd className="font-display text-xl font-bold">{value}</dd>
      {note && <dd className="text-sm text-ink-faint">{note}</dd>}
    </div>
  );
}
