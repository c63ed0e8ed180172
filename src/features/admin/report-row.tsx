import { useMutation } from "convex/react";
import Check from "lucide-react/icons/check";
import EyeOff from "lucide-react/icons/eye-off";
import { api } from "../../../convex/_generated/api";
import type { OpenReport } from "../../../convex/model/adminValidators";
import { Button } from "../../components/button";
import { Moment } from "./moment";
import { REPORT_REASONS } from "../../lib/report-reasons";
import { RoomLink } from "./room-link";
import { HIDDEN_BY } from "./room-words";
import { Row, Tag } from "./row";
import { useAct } from "./use-act";

export function ReportRow({ report }: { report: OpenReport }) {
  const { roomId, turnId, topic, reason, note, hidden, text } = report;
  const { uphold, dismiss } = useReportActs(report);
  return (
    <Row
      title={REPORT_REASONS[reason]}
      badges={hidden && <Tag look="danger">{HIDDEN_BY[hidden.by]}</Tag>}
      facts={[
        <>
          By <bdi>{report.reporterName ?? "the moderation model"}</bdi>
        </>,
        <Moment key="age" at={report.createdAt} />,
      ]}
      acts={
        <>
          <Button icon={<Check aria-hidden size={18} />} pending={dismiss.pending} onClick={() => void dismiss.run()}>
            Dismiss<span className="sr-only"> the report on {topic}</span>
          </Button>
          <Button
            look="danger"
            icon={<EyeOff aria-hidden size={18} />}
            pending={uphold.pending}
            onClick={() => void uphold.run()}
          >
            Uphold and hide<span className="sr-only">: {topic}</span>
          </Button>
        </>
      }
    >
      {note !== "" && (
        <p className="mt-2 wrap-anywhere">
          “<bdi>{note}</bdi>”
        </p>
      )}
      <p className="mt-2 text-sm text-ink-faint">{turnId === null ? "The room and its topic" : "A turn in"}</p>
      <RoomLink roomId={roomId} topic={topic} />
      {/* Inert: no markdown, no links, whatever it says. */}
      {turnId !== null && (
        <blockquote
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reachable by keyboard
          tabIndex={0}
          aria-label="The words in question"
          dir="auto"
          className="mt-2 max-h-40 overflow-y-auto rounded-lg border border-line bg-raised px-4 py-3 text-[0.9375rem] wrap-anywhere whitespace-pre-wrap text-ink-soft"
        >
          {text}
        </blockquote>
      )}
    </Row>
  );
}

function useReportActs({ reportId, turnId, roomId, hidden }: OpenReport) {
  const settle = useMutation(api.reports.settle);
  const unhideTurn = useMutation(api.turns.unhide);
  const unhideRoom = useMutation(api.rooms.unhide);
  const id = `report-${reportId}`;
  const reopen = () => settle({ reportId, uphold: null });
  // What was hidden before stays so.
  const takeBack = async () => {
    await reopen();
    if (hidden === null) await (turnId === null ? unhideRoom({ roomId }) : unhideTurn({ turnId }));
  };
  return {
    uphold: useAct(async () => {
      await settle({ reportId, uphold: true });
      return { text: "Upheld, and hidden.", undo: { id, run: takeBack } };
    }),
    dismiss: useAct(async () => {
      await settle({ reportId, uphold: false });
      return { text: "Dismissed.", undo: { id, run: reopen } };
    }),
  };
}
