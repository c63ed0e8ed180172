import { VISIBILITIES } from "../../lib/visibility";
import { FORMATS } from "./formats";
import { EMPTY_DRAFT, type FighterDraft, type RoomDraft } from "./room-draft";

/** The draft of this tab: it survives writing a persona, a reload and a wrong turn, and ends with the tab. */
const KEY = "arena-room-draft";

export function storedDraft(): RoomDraft {
  try {
    return readDraft(JSON.parse(sessionStorage.getItem(KEY) ?? "null"));
  } catch {
    return EMPTY_DRAFT;
  }
}

export function storeDraft(draft: RoomDraft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Storage may be blocked or full: the draft then lasts as long as the form.
  }
}

export function dropDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Blocked storage held nothing.
  }
}

/** Takes over what has the right type, so that a draft of an older version is no trouble. */
export function readDraft(stored: unknown): RoomDraft {
  const draft = fitted(EMPTY_DRAFT, stored);
  const fighters = isRecord(stored) ? stored["fighters"] : null;
  const fighter = (side: "A" | "B"): FighterDraft =>
    fitted(EMPTY_DRAFT.fighters[side], isRecord(fighters) ? fighters[side] : null);
  return {
    ...draft,
    format: FORMATS.includes(draft.format) ? draft.format : EMPTY_DRAFT.format,
    visibility: VISIBILITIES.includes(draft.visibility) ? draft.visibility : EMPTY_DRAFT.visibility,
    fighters: { A: fighter("A"), B: fighter("B") },
  };
}

/** `shape` with every value of `stored` that has the same type. */
function fitted<T extends object>(shape: T, stored: unknown): T {
  if (!isRecord(stored)) return shape;
  const same = Object.entries(shape).filter(([key, value]) => typeof stored[key] === typeof value);
  return { ...shape, ...Object.fromEntries(same.map(([key]) => [key, stored[key]])) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
