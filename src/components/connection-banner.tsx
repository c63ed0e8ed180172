import { useConvexConnectionState } from "convex/react";
import Check from "lucide-react/icons/check";
import Puzzle from "lucide-react/icons/puzzle";
import WifiOff from "lucide-react/icons/wifi-off";
import { useEffect, useState } from "react";
import { useMissingPart } from "../lib/load-part";
import { TextButton } from "./text-button";

/** Short drops repair themselves unnoticed; only a longer one is worth a word. */
const PATIENCE_MS = 1500;
const RESTORED_MS = 2500;

type Notice = "none" | "connecting" | "lost" | "restored";

export function ConnectionBanner() {
  const { isWebSocketConnected, hasEverConnected } = useConvexConnectionState();
  const notice = useNotice(isWebSocketConnected, hasEverConnected);
  const missingPart = useMissingPart();
  const shown = notice === "none" && missingPart ? "incomplete" : notice;
  return (
    <output className="pointer-events-none fixed inset-x-0 bottom-38 z-50 flex justify-center px-4">
      {shown !== "none" && (
        <span className="inline-flex items-center gap-2 rounded-full border border-line-strong bg-surface px-4 py-2 text-[0.9375rem] font-medium shadow-float">
          <Sign shown={shown} />
          {WORDS[shown]}
          {shown === "incomplete" && (
            <TextButton onClick={() => location.reload()} className="pointer-events-auto -my-2 px-1">
              Reload
            </TextButton>
          )}
        </span>
      )}
    </output>
  );
}

type Shown = Exclude<Notice, "none"> | "incomplete";

function Sign({ shown }: { shown: Shown }) {
  const Icon = shown === "restored" ? Check : shown === "incomplete" ? Puzzle : WifiOff;
  return <Icon aria-hidden size={17} className="shrink-0 text-gold" />;
}

const WORDS: Record<Shown, string> = {
  connecting: "The arena does not answer yet, still trying",
  lost: "Connection lost, catching up",
  restored: "Back in the arena, up to date",
  incomplete: "Part of this page did not load",
};

function useNotice(connected: boolean, everConnected: boolean): Notice {
  const [notice, setNotice] = useState<Notice>("none");
  const settled = connected ? onceConnected(notice) : notice;
  if (settled !== notice) setNotice(settled);

  useEffect(() => {
    if (connected && settled !== "restored") return;
    const next = connected ? "none" : everConnected ? "lost" : "connecting";
    const timer = setTimeout(() => setNotice(next), connected ? RESTORED_MS : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [connected, everConnected, settled]);
  return settled;
}

function onceConnected(notice: Notice): Notice {
  if (notice === "lost") return "restored";
  return notice === "connecting" ? "none" : notice;
}
