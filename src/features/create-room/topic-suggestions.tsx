import { clsx } from "clsx";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useNow } from "../../hooks/use-now";
import { waitTime } from "../../lib/format";
import type { Suggestions, TopicSource } from "./use-topic-suggestions";

const SOURCES: Record<TopicSource, string> = {
  model: "Thought of by a model. Pick one, or change it.",
  bundled: "From the built-in list, not from a model. Pick one, or change it.",
};

interface TopicSuggestionsProps {
  suggestions: Suggestions;
  chosen: string;
  onPick: (topic: string) => void;
}

export function TopicSuggestions({ suggestions, chosen, onPick }: TopicSuggestionsProps) {
  switch (suggestions.kind) {
    case "none":
      return null;
    case "pending":
      return <Waiting />;
    case "refused":
      return <Refused text={suggestions.text} retryAt={suggestions.retryAt} />;
    case "there":
      return (
        <section aria-label="Suggested topics" className="flex flex-col gap-2">
          <ul className="grid gap-2 md:grid-cols-2">
            {suggestions.topics.map((topic) => (
              <li key={topic} className="flex">
                <button
                  type="button"
                  aria-pressed={topic === chosen}
                  onClick={() => onPick(topic)}
                  className={clsx(
                    "min-h-12 flex-1 cursor-pointer rounded-lg border px-4 py-2.5 text-left text-[0.9375rem] leading-snug wrap-anywhere",
                    topic === chosen
                      ? "border-gold bg-surface font-semibold shadow-[inset_3px_0_var(--color-gold)]"
                      : "border-line bg-surface text-ink-soft hover:border-line-strong hover:text-ink",
                  )}
                >
                  <bdi>{topic}</bdi>
                </button>
              </li>
            ))}
          </ul>
          <output className="text-sm text-ink-faint">{SOURCES[suggestions.source]}</output>
        </section>
      );
    default:
      return suggestions satisfies never;
  }
}

/** As high as six short topics, so that little moves when they come. */
function Waiting() {
  return (
    <div className="flex flex-col gap-2">
      <div aria-hidden="true" className="grid gap-2 md:grid-cols-2">
        {[1, 2, 3, 4, 5, 6].map((n) => (
          <span key={n} className="skeleton h-12" />
        ))}
      </div>
      <output className="text-sm text-ink-faint">Looking for topics</output>
    </div>
  );
}

function Refused({ text, retryAt }: { text: string; retryAt: number | null }) {
  return (
    <p role="alert" className="flex items-start gap-1.5 text-[0.9375rem] text-danger">
      <TriangleAlert aria-hidden size={16} className="mt-1 shrink-0" />
      {retryAt === null ? text : <Countdown retryAt={retryAt} />}
    </p>
  );
}

/** Counts down without being read out each second. */
function Countdown({ retryAt }: { retryAt: number }) {
  const left = Math.ceil((retryAt - useNow(1000)) / 1000);
  if (left <= 0) return "You can ask for topics again.";
  return (
    <span>
      You asked for topics often.{" "}
      <span aria-hidden="true" className="tabular">
        Again in {waitTime(left)}.
      </span>
      <span className="sr-only">Try again in a moment.</span>
    </span>
  );
}
