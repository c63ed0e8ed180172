import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactElement } from "react";
import { Button } from "./button";

interface ConfirmDialogProps {
  /** Left out when something else opens the question. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: string;
  text: string;
  /** The verb of what will happen. */
  confirm: string;
  /** The way back. */
  keep?: string;
  onConfirm: () => void;
}

/** Asks before what cannot be undone. Focus starts on the way back, Escape takes it. */
export default function ConfirmDialog({
  trigger,
  title,
  text,
  confirm,
  keep = "Keep it",
  onConfirm,
  ...state
}: ConfirmDialogProps) {
  return (
    <AlertDialog.Root {...state}>
      {trigger && <AlertDialog.Trigger render={trigger} />}
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-black/55 backdrop-blur-[2px] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-50 w-[26rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 rounded-xl border border-line-strong bg-surface p-6 shadow-float transition-[scale,opacity] duration-150 data-ending-style:scale-[0.97] data-ending-style:opacity-0 data-starting-style:scale-[0.97] data-starting-style:opacity-0">
          <AlertDialog.Title className="font-display text-xl font-bold wrap-anywhere">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 wrap-anywhere text-ink-soft">{text}</AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-4">
            <AlertDialog.Close render={<Button>{keep}</Button>} />
            <AlertDialog.Close render={<Button look="danger" onClick={onConfirm} />}>{confirm}</AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
