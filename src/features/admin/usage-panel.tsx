import { useQuery } from "convex/react";
import { useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { UsageOverview } from "../../../convex/model/adminValidators";
import { useNow } from "../../hooks/use-now";
import { ChipRadios } from "../../components/chip-radios";
import { DayChart } from "./day-chart";
import { ModelBars } from "./model-bars";
import { sum } from "./overview-words";
import { Panel, Skeletons } from "./panel";
import { type Range, RANGES } from "./sections";
import { featureSeries, lastDays, perDay } from "./usage-series";
import { compactWords, countWords } from "./usage-words";
import { usd } from "../../lib/money";
import { plural } from "../../lib/format";

const OPTIONS = RANGES.map((value) => ({ value, label: `${value} days` }));

interface UsagePanelProps {
  range: Range;
  onRange: (range: Range) => void;
}

export default function UsagePanel({ range, onRange }: UsagePanelProps) {
  const days = lastDays(range, useNow(60_000));
  const answer = useQuery(api.administration.usage, { until: days.at(-1)!, days: range });
  // Another range takes its place once it is there: the page keeps its size, and tables stay tables.
  const [usage, setUsage] = useState(answer);
  if (answer !== undefined && answer !== usage) setUsage(answer);
  return (
    <Panel
      title="Usage and cost"
      note="Every finished call to a model, by UTC day. Real and simulated money are never added to each other."
      tools={<ChipRadios legend="Range" quiet options={OPTIONS} value={range} onChange={onRange} />}
      busy={answer === undefined}
    >
      <div className="grid gap-4 xl:grid-cols-2">
        {usage ? <Charts usage={usage} days={days} /> : <Skeletons count={6} className="h-[26rem] rounded-xl!" />}
      </div>
    </Panel>
  );
}

function Charts({ usage, days }: { usage: UsageOverview; days: readonly string[] }) {
  const { total, byModel } = usage;
  const rows = usage.days.map(({ day, total: sums }) => ({ day, ...sums }));
  const models = (value: (model: (typeof byModel)[number]) => number) =>
    byModel
      .map((model) => ({ modelId: model.key, value: value(model), calls: model.calls }))
      .filter((bar) => bar.value > 0)
      .toSorted((a, b) => b.value - a.value);
  return (
    <>
      <DayChart
        title="Real money per day"
        note={`As providers told it${total.unknownCosts === 0 ? "" : `, without ${plural(total.unknownCosts, "call")} of unknown price`}.`}
        days={days}
        series={featureSeries(usage.days, days, ({ realUsd }) => realUsd)}
        form="bars"
        tick={usd}
        format={sum}
        empty="No real model has cost anything in this time."
      />
      <DayChart
        title="Simulated money per day"
        note="What scripted partners would cost. Nobody pays it."
        days={days}
        series={featureSeries(usage.days, days, ({ simulatedUsd }) => simulatedUsd)}
        form="bars"
        tick={usd}
        format={sum}
        empty="No scripted partner has spoken in this time."
      />
      <DayChart
        title="Calls per day"
        note="Real and scripted models together."
        days={days}
        series={featureSeries(usage.days, days, ({ calls }) => calls)}
        form="bars"
        tick={compactWords}
        format={countWords}
        empty="No model was called in this time."
      />
      <DayChart
        title="Tokens per day"
        note="Read: prompts. Written: answers, reasoning included."
        days={days}
        series={[
          { key: "prompt", label: "Read", paint: 0, values: perDay(rows, days, ({ promptTokens }) => promptTokens) },
          {
            key: "completion",
            label: "Written",
            paint: 1,
            values: perDay(rows, days, ({ completionTokens }) => completionTokens),
          },
        ]}
        form="areas"
        tick={compactWords}
        format={countWords}
        empty="No model was called in this time."
      />
      <ModelBars
        title="Real money per model"
        bars={models(({ realUsd }) => realUsd)}
        format={sum}
        empty="No real model has cost anything in this time."
        partial={usage.partial}
      />
      <ModelBars
        title="Simulated money per model"
        bars={models(({ simulatedUsd }) => simulatedUsd)}
        format={sum}
        empty="No scripted partner has spoken in this time."
        partial={usage.partial}
      />
    </>
  );
}
