import { useMutation } from "convex/react";
import { type FormEvent, use, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { ReportReason } from "../../../convex/model/peopleValidators";
import type { FinishedTurn } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import { describedBy, Field, OPTIONAL } from "../../components/field";
import { INPUT } from "../../components/input-style";
import { useConnected } from "../../hooks/use-connected";
import { useEnsureSignedIn } from "../../hooks/use-ensure-signed-in";
import { errorText } from "../../lib/errors";
import { REPORT_REASONS } from "../../lib/report-reasons";
import { toastDone } from "../../lib/toast";
import { RoomId } from "./viewer-role";

interface ReportDialogProps {
  /** Left out: the room itself is reported. */
  turnId?: FinishedTurn["turnId"];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function ReportDialog({ turnId, open, onOpenChange }: ReportDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={turnId ? "Report this turn" : "Report this room"}
      text="Its hosts and the arena's admins read it. Only the admins see who you are."
    >
      <ReportForm turnId={turnId} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

const REASONS = Object.entries(REPORT_REASONS) as [ReportReason, string][];
const MAX_NOTE = 500;

function ReportForm({ turnId, onDone }: { turnId: ReportDialogProps["turnId"]; onDone: () => void }) {
  const roomId = use(RoomId);
  const file = useMutation(api.reports.file);
  const ensureSignedIn = useEnsureSignedIn();
  const connected = useConnected();
  const [reason, setReason] = useState<ReportReason | null>(null);
  const [note, setNote] = useState("");
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending || roomId === null) return;
    if (reason === null) return setProblem("Choose what is wrong with it.");
    if (note.length > MAX_NOTE)
      return setProblem(`The note has at most ${MAX_NOTE} characters; this has ${note.length}.`);
    setPending(true);
    setProblem(null);
    try {
      await ensureSignedIn();
      await file({ roomId, ...(turnId && { turnId }), reason, note: note.trim() });
      onDone();
      void toastDone("Thank you. The hosts have your report.");
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setPending(false);
    }
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <fieldset>
        <legend className="mb-2 text-[0.9375rem] font-semibold">What is wrong with it</legend>
        <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2">
          {REASONS.map(([value, name]) => (
            <label key={value} className="flex min-h-11 cursor-pointer items-center gap-3">
              <input
                type="radio"
                name="reason"
                value={value}
                checked={reason === value}
                onChange={() => setReason(value)}
                className="size-4.5 shrink-0 accent-(--color-gold-fill)"
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <Field id="report-note" label={<>Note {OPTIONAL}</>}>
        <textarea
          {...describedBy("report-note", undefined)}
          rows={3}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          className={`${INPUT} resize-y`}
        />
      </Field>
      <p role="alert" className="text-[0.9375rem] text-danger empty:hidden">
        {connected ? problem : "No connection. What you typed stays here."}
      </p>
      <Button type="submit" look="gold" pending={pending} disabled={!connected} className="self-end">
        {pending ? "Sending" : "Send report"}
      </Button>
    </form>
  );
}
