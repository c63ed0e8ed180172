import { useMutation, useQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import EyeOff from "lucide-react/icons/eye-off";
import { api } from "../../../convex/_generated/api";
import type { Room } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { useNow } from "../../hooks/use-now";
import { useServerAction } from "../../hooks/use-server-action";
import { ago, plainWords } from "../../lib/format";
import { REPORT_REASONS } from "../../lib/report-reasons";

type Report = FunctionReturnType<typeof api.reports.forRoom>[number];

/** What viewers found wrong, oldest first. The text in question stands here as plain words. */
export function ReportsPanel({ room }: { room: Room }) {
  const reports = useQuery(api.reports.forRoom, { roomId: room._id });
  if (reports === undefined) return <span aria-hidden className="skeleton block h-28" />;
  if (reports.length === 0) return <p className="text-ink-faint">No open reports.</p>;
  return (
    <ul aria-label="Open reports" className="flex flex-col gap-4">
      {reports.map((report) => (
        <ReportCard key={report.reportId} report={report} room={room} />
      ))}
    </ul>
  );
}

const QUOTE_LENGTH = 400;

function ReportCard({ report, room }: { report: Report; room: Room }) {
  const settle = useServerAction(useMutation(api.reports.settle));
  const now = useNow(60_000);
  const { reportId, reason, note, quote, at, byModel } = report;
  const run = (uphold: boolean) => void settle.run({ reportId, uphold });
  const dismiss = (
    <Button pending={settle.pending} onClick={() => run(false)}>
      Dismiss
    </Button>
  );
  const hide = (
    <Button look="danger" pending={settle.pending} icon={<EyeOff aria-hidden size={18} />}>
      {quote ? "Hide the turn" : "Hide the room"}
    </Button>
  );
  return (
    <li className="flex flex-col gap-3 rounded-xl border border-line bg-raised p-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-display font-bold">{REPORT_REASONS[reason]}</span>
        <span className="text-sm text-ink-faint">
          {byModel ? "By the moderation model" : "By a viewer"} · {ago(at, now)}
        </span>
      </p>
      <blockquote className="border-l-2 border-line-strong pl-3 text-[0.9375rem] wrap-anywhere text-ink-soft">
        <span className="block text-sm text-ink-faint">{aboutText(report, room)}</span>
        <bdi>{quote ? plainWords(quote.text).slice(0, QUOTE_LENGTH) || "No words" : room.topic}</bdi>
      </blockquote>
      {note && (
        <p className="text-[0.9375rem] wrap-anywhere">
          <span className="text-ink-faint">They wrote: </span>
          <bdi>{note}</bdi>
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-4">
        {dismiss}
        {quote ? (
          <Button
            look="danger"
            pending={settle.pending}
            icon={<EyeOff aria-hidden size={18} />}
            onClick={() => run(true)}
          >
            Hide the turn
          </Button>
        ) : (
          <ConfirmDialog
            trigger={hide}
            title="Hide this room?"
            text="Nobody but admins and this room's hosts can open it until it is shown again."
            confirm="Hide the room"
            keep="Not now"
            onConfirm={() => run(true)}
          />
        )}
      </div>
    </li>
  );
}

function aboutText({ quote }: Report, room: Room): string {
  if (quote === null) return "The topic of this room";
  if (quote.side === null) return "The recap";
  return `Round ${quote.round}, ${room.fighters[quote.side === "A" ? 0 : 1].name}`;
}
