import { clsx } from "clsx";
import Bot from "lucide-react/icons/bot";
import EyeOff from "lucide-react/icons/eye-off";
import Link2 from "lucide-react/icons/link-2";
import Lock from "lucide-react/icons/lock";
import type { Room } from "../../convex/model/validators";
import { VISIBILITY_WORDS } from "../lib/visibility";

/** What is said of every scripted fighter, word for word, wherever one appears. */
export const SCRIPTED_NOTE = "Scripted sparring partner, not an AI model";

export function LiveBadge() {
  return (
    <span className="inline-flex shrink-0 items-center rounded-[5px] bg-live px-2 py-0.5 font-display text-[0.8125rem] font-bold tracking-wider text-white uppercase">
      Live
    </span>
  );
}

/** The same in the room of an icon; the words are there for screen readers and on hover. */
export function ScriptedMark() {
  return (
    <span className="shrink-0 text-ink-faint" title={SCRIPTED_NOTE}>
      <Bot aria-hidden size={15} />
      <span className="sr-only">{SCRIPTED_NOTE}</span>
    </span>
  );
}

export function ScriptedBadge({ className }: { className?: string }) {
  return (
    <span className={clsx("inline-flex items-start gap-1.5 text-[0.8125rem] leading-5 text-ink-faint", className)}>
      <Bot aria-hidden size={15} className="mt-0.5 shrink-0" />
      {SCRIPTED_NOTE}
    </span>
  );
}

/** For whom a room is there, where that is not everybody. */
export function AccessBadge({ room }: { room: Pick<Room, "visibility" | "hidden"> }) {
  if (room.visibility === "public" && !room.hidden) return null;
  const Icon = room.hidden ? EyeOff : room.visibility === "private" ? Lock : Link2;
  const { name, what } = VISIBILITY_WORDS[room.visibility];
  return (
    <span
      title={room.hidden ? "Only its hosts and admins can open it" : what}
      className="inline-flex shrink-0 items-center gap-1.5 rounded-[5px] border border-line-strong px-2 py-0.5 font-display text-[0.8125rem] font-bold text-ink-soft"
    >
      <Icon aria-hidden size={14} />
      {room.hidden ? "Hidden" : name}
    </span>
  );
}
