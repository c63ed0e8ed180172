import { type FormEvent, type ReactNode, useId, useState } from "react";
import { MAX_ADMIN_REASON } from "../../../convex/model/limits";
import { Button } from "../../components/button";
import { Dialog } from "../../components/dialog";
import { describedBy, Field } from "../../components/field";
import { INPUT } from "../../components/input-style";

interface ReasonDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text: string;
  /** The verb of what will happen. */
  confirm: string;
  /** More to decide, above the buttons. */
  children?: ReactNode;
  /** Answers whether it went through; the dialog stays, with all that was typed, if not. */
  onConfirm: (reason: string) => Promise<boolean>;
}

/** Asks for the reason of a grave act: typing it is the confirmation. */
export function ReasonDialog({ open, onOpenChange, title, text, ...form }: ReasonDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} text={text}>
      <ReasonForm {...form} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

type ReasonFormProps = Pick<ReasonDialogProps, "confirm" | "children" | "onConfirm"> & { close: () => void };

function ReasonForm({ confirm, children, onConfirm, close }: ReasonFormProps) {
  const id = useId();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const problem = reasonProblem(reason);
    setError(problem);
    if (problem) return document.getElementById(id)?.focus();
    setPending(true);
    const done = await onConfirm(reason.trim());
    setPending(false);
    if (done) close();
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <Field id={id} label="Reason" error={error} hint="Short and plain; others read it.">
        <input
          {...describedBy(id, error)}
          type="text"
          autoComplete="off"
          value={reason}
          onChange={(event) => {
            setReason(event.target.value);
            setError(undefined);
          }}
          className={INPUT}
        />
      </Field>
      {children}
      <div className="flex flex-wrap justify-end gap-4">
        <Button onClick={close}>Keep it as it is</Button>
        <Button type="submit" look="danger" pending={pending}>
          {confirm}
        </Button>
      </div>
    </form>
  );
}

function reasonProblem(reason: string): string | undefined {
  const { length } = reason.trim();
  if (length === 0) return "Say why, in a few words.";
  return length > MAX_ADMIN_REASON ? `At most ${MAX_ADMIN_REASON} characters; this has ${length}.` : undefined;
}
