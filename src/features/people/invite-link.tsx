import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useEffect, useRef, useState } from "react";
import { encode } from "uqr";
import { Button } from "../../components/button";
import { INPUT } from "../../components/input-style";

/** A link that is shown this once: to copy, and to be read off the screen by a phone. */
export function InviteLink({ url }: { url: string }) {
  const field = useRef<HTMLInputElement>(null);
  const section = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    // Not what it answers: in newer browsers a promise, which React would take for the effect's clean-up.
    section.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
    } catch {
      // Without leave to write there, or over http: the link is selected, and the keyboard copies it.
    }
  };
  return (
    <section
      ref={section}
      aria-label="New invite"
      className="flex flex-col gap-3 rounded-xl border border-gold bg-raised p-4"
    >
      <p className="text-[0.9375rem] text-ink-soft">
        Send this link, or have it scanned. It is shown this once: only its fingerprint is stored.
      </p>
      <div className="flex flex-wrap items-start gap-4">
        <QrCode text={url} />
        <div className="flex min-w-52 flex-1 flex-col items-start gap-3">
          <input
            ref={field}
            readOnly
            aria-label="Invite link"
            value={url}
            onFocus={(event) => event.target.select()}
            className={`${INPUT} min-h-11 font-mono text-sm`}
          />
          <Button
            look="gold"
            icon={copied ? <Check aria-hidden size={18} /> : <Copy aria-hidden size={18} />}
            onClick={() => void copy()}
          >
            {copied ? "Copied" : "Copy link"}
          </Button>
          <output className="sr-only">{copied ? "The link is copied" : ""}</output>
        </div>
      </div>
    </section>
  );
}

/** Dark on white in both themes, with the quiet zone that readers need. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <figure aria-label="QR code of the invite link" className="shrink-0">
      <svg aria-hidden viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" className="size-44 rounded-lg">
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
    </figure>
  );
}
