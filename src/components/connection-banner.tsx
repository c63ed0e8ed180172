import { useConvexConnectionState } from "convex/react";
import { Check, WifiOff } from "lucide-react";
import { useEffect, useState } from "react";

/** Short drops repair themselves unnoticed; only a longer one is worth a word. */
const PATIENCE_MS = 1500;
const RESTORED_MS = 2500;

type Notice = "none" | "connecting" | "lost" | "restored";

export function ConnectionBanner() {
  const { isWebSocketConnected, hasEverConnected } = useConvexConnectionState();
  const notice = useNotice(isWebSocketConnected, hasEverConnected);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-27 z-50 flex justify-center px-4">
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
    </div>
  );
}

const WORDS: Record<Exclude<Notice, "none">, string> = {
  connecting: "The arena does not answer yet, still trying",
  lost: "Connection lost, catching up",
  restored: "Back in the arena, up to date",
};

function useNotice(connected: boolean, everConnected: boolean): Notice {
  const [notice, setNotice] = useState<Notice>("none");
  useEffect(() => {
    if (connected) {
      setNotice((before) => (before === "lost" ? "restored" : "none"));
      const timer = setTimeout(() => setNotice("none"), RESTORED_MS);
      return () => clearTimeout(timer);
    }
    const timer = setTimeout(() => setNotice(everConnected ? "lost" : "connecting"), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [connected, everConnected]);
  return notice;
}
