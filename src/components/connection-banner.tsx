import { useConvexConnectionState } from "convex/react";
import Check from "lucide-react/icons/check";
import WifiOff from "lucide-react/icons/wifi-off";
import { useEffect, useState } from "react";

/** Short drops repair themselves unnoticed; only a longer one is worth a word. */
const PATIENCE_MS = 1500;
const RESTORED_MS = 2500;

type Notice = "none" | "connecting" | "lost" | "restored";

export function ConnectionBanner() {
  const { isWebSocketConnected, hasEverConnected } = useConvexConnectionState();
  const notice = useNotice(isWebSocketConnected, hasEverConnected);
  return (
    <output className="pointer-events-none fixed inset-x-0 bottom-38 z-50 flex justify-center px-4">
      {notice !== "none" && (
        <span className="inline-flex items-center gap-2 rounded-full border border-line-strong bg-surface px-4 py-2 text-[0.9375rem] font-medium shadow-float">
          {notice === "restored" ? (
            <Check aria-hidden size={17} className="text-gold" />
          ) : (
            <WifiOff aria-hidden size={17} className="text-gold" />
          )}
          {WORDS[notice]}
        </span>
      )}
    </output>
  );
}

const WORDS: Record<Exclude<Notice, "none">, string> = {
  connecting: "The arena does not answer yet, still trying",
  lost: "Connection lost, catching up",
  restored: "Back in the arena, up to date",
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
