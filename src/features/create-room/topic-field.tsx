import Lightbulb from "lucide-react/icons/lightbulb";
import { MAX_THEME_LENGTH, TOPIC_LENGTH } from "../../../convex/model/limits";
import { Button } from "../../components/button";
import { INPUT } from "../../components/input-style";
import type { Format } from "../../../convex/model/validators";
import { describedBy, FieldNote } from "../../components/field";
import { FORMAT_WORDS } from "./formats";
import { TopicSuggestions } from "./topic-suggestions";
import { type Suggest, useSuggestions } from "./use-topic-suggestions";

interface TopicFieldProps {
  format: Format;
  value: string;
  error: string | undefined;
  suggest: Suggest;
  onChange: (topic: string) => void;
}

export function TopicField({ format, value, error, suggest, onChange }: TopicFieldProps) {
  const { suggestions, ask } = useSuggestions(suggest);
  const { topicHint, placeholder } = FORMAT_WORDS[format];
  const pending = suggestions.kind === "pending";
  // A topic that came from the list is no theme to look for others by.
  const picked = suggestions.kind === "there" && suggestions.topics.includes(value);
  const theme = picked ? "" : value.trim().slice(0, MAX_THEME_LENGTH);
  return (
    <div className="flex flex-col gap-3">
      {/* On a phone the hint stays with its field, and the button comes last. */}
      <div className="grid gap-x-3 gap-y-1.5 sm:grid-cols-[1fr_auto]">
        <label htmlFor="topic" className="text-[0.9375rem] font-semibold sm:col-span-2">
          Topic
        </label>
        <input
          {...describedBy("topic", error)}
          type="text"
          autoComplete="off"
          maxLength={TOPIC_LENGTH.max + 50}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder={placeholder}
          className={`${INPUT} min-w-0 py-3 text-lg`}
        />
        <Button
          pending={pending}
          icon={<Lightbulb aria-hidden size={18} />}
          onClick={() => void ask(theme)}
          className="min-h-13 max-sm:order-last max-sm:mt-1.5"
        >
          Suggest topics
        </Button>
        <div className="sm:col-span-2">
          <FieldNote id="topic" hint={topicHint} error={error} />
        </div>
      </div>
      <TopicSuggestions suggestions={suggestions} chosen={value} onPick={onChange} />
    </div>
  );
}
