import Calculator from "lucide-react/icons/calculator";
import ChevronDown from "lucide-react/icons/chevron-down";
import Search from "lucide-react/icons/search";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import Wrench from "lucide-react/icons/wrench";
import type { ToolCallView } from "../../../convex/model/runValidators";
import { toolState, toolSubject, toolVerb } from "./tool-words";

/** The tools of one attempt, in order; each opens to show what was asked and what came back. */
export function ToolChips({ calls }: { calls: readonly ToolCallView[] }) {
  if (calls.length === 0) return null;
  return (
    <ul aria-label="Tools used" className="mb-3.5 flex flex-col gap-2">
      {calls.map((call) => (
        <li key={call.index}>
          <ToolChip call={call} />
        </li>
      ))}
    </ul>
  );
}

function ToolChip({ call }: { call: ToolCallView }) {
  // A sum reads best together with its result.
  const line = call.status === "done" && call.name === "calculate" ? (call.result ?? "") : toolSubject(call);
  return (
    <details
      data-tool={call.status}
      className="group rounded-lg border border-dashed border-line-strong bg-raised text-[0.9375rem]"
    >
      <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2.5 px-3 select-none">
        <ToolIcon call={call} />
        <span className="shrink-0 font-semibold">
          <bdi>{toolVerb(call.name)}</bdi>
        </span>
        <span className="min-w-0 flex-1 truncate text-ink-soft">
          <bdi>{line}</bdi>
        </span>
        <span className="tabular shrink-0 text-sm text-ink-faint">{toolState(call)}</span>
        <ChevronDown aria-hidden size={16} className="shrink-0 text-ink-faint group-open:rotate-180" />
      </summary>
      <dl className="flex flex-col gap-2 border-t border-dashed border-line px-3 py-2.5 text-sm">
        <Fact name="Asked" text={toolSubject(call) || call.arguments} />
        <Fact name={call.status === "failed" ? "Failed" : "Result"} text={call.result ?? "Nothing yet"} />
      </dl>
    </details>
  );
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <div className="grid grid-cols-[4rem_minmax(0,1fr)] gap-2">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="whitespace-pre-wrap text-ink-soft wrap-anywhere">
        <bdi>{text}</bdi>
      </dd>
    </div>
  );
}

function ToolIcon({ call }: { call: ToolCallView }) {
  if (call.status === "failed") return <TriangleAlert aria-hidden size={16} className="shrink-0 text-danger" />;
  const Icon = call.name === "calculate" ? Calculator : call.name === "search_transcript" ? Search : Wrench;
  return <Icon aria-hidden size={16} className="shrink-0 text-(--side)" />;
}
