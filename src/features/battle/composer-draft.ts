import { useEffect, useState } from "react";

interface Draft {
  /** In the field. */
  text: string;
  /** On its way to the server; kept until that has taken it. */
  sent: string | null;
}

/**
 * What was typed and not yet taken by the server, per battle. It outlives a reload of the page, not the tab. `lastSaid`: a
 * message that was on its way when the page was left, and arrived, is no draft any more.
 */
export function useDraft(battleId: string, lastSaid: string | null) {
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = keptDraft(battleId);
    return { text: kept.trim() === lastSaid ? "" : kept, sent: null };
  });
  const unsent = whole(draft);
  useEffect(() => keepDraft(battleId, unsent), [battleId, unsent]);
  return {
    text: draft.text,
    change: (text: string) => setDraft((now) => ({ ...now, text })),
    send: (sent: string) => setDraft({ text: "", sent }),
    /** A refused message goes back in front of what was typed since. */
    settle: (taken: boolean) => setDraft((now) => ({ text: taken ? now.text : whole(now), sent: null })),
  };
}

function whole({ text, sent }: Draft): string {
  if (sent === null) return text;
  return text.trim() === "" ? sent : `${sent}\n${text}`;
}

const keyOf = (battleId: string) => `arena-draft:${battleId}`;

function keptDraft(battleId: string): string {
  try {
    return sessionStorage.getItem(keyOf(battleId)) ?? "";
  } catch {
    return "";
  }
}

function keepDraft(battleId: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(keyOf(battleId));
    else sessionStorage.setItem(keyOf(battleId), text);
  } catch {
    // Storage may be blocked or full: the draft then lasts for this page only.
  }
}
