import { useAction } from "convex/react";
import { useCallback, useRef, useState } from "react";
import { api } from "../../../convex/_generated/api";
import { useEnsureSignedIn } from "../../hooks/use-ensure-signed-in";
import { errorText, retryAfter } from "../../lib/errors";

export type TopicSource = "model" | "bundled";

export type Suggestions =
  | { kind: "none" }
  | { kind: "pending" }
  | { kind: "there"; topics: string[]; source: TopicSource }
  | { kind: "refused"; text: string; retryAt: number | null };

export type Suggest = (theme: string) => Promise<{ topics: string[]; source: TopicSource }>;

/** Asking costs an account; without one the server could not count who asks how often. */
export function useSuggestTopics(): Suggest {
  const ensureSignedIn = useEnsureSignedIn();
  const suggest = useAction(api.topics.suggest);
  return useCallback(
    async (theme: string) => {
      await ensureSignedIn();
      return await suggest(theme === "" ? {} : { theme });
    },
    [ensureSignedIn, suggest],
  );
}

export function useSuggestions(suggest: Suggest) {
  const [suggestions, setSuggestions] = useState<Suggestions>({ kind: "none" });
  const busy = useRef(false);
  const ask = useCallback(
    async (theme: string) => {
      if (busy.current) return;
      busy.current = true;
      setSuggestions({ kind: "pending" });
      try {
        setSuggestions({ kind: "there", ...(await suggest(theme)) });
      } catch (error) {
        const wait = retryAfter(error);
        setSuggestions({ kind: "refused", text: errorText(error), retryAt: wait === null ? null : Date.now() + wait });
      } finally {
        busy.current = false;
      }
    },
    [suggest],
  );
  return { suggestions, ask };
}
