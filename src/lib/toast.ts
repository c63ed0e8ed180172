import { errorText } from "./errors";
import { loadPart } from "./load-part";

const sonner = () => loadPart(() => import("sonner"));

/** Sonner is loaded with the first message, so the pages that never show one do not carry it. */
export async function toastError(error: unknown): Promise<void> {
  const { toast } = await sonner();
  toast.error(errorText(error));
}

/** For what is not to be seen on the page itself. */
export async function toastDone(text: string): Promise<void> {
  const { toast } = await sonner();
  toast(text);
}

interface Undoable {
  /** Of the toast: another one with the same id takes its place. */
  id: string;
  text: string;
  undo: () => void;
}

/** Says what was done, with the way back. It stays until it is used, closed, or dismissed because there is no way back any more. */
export async function toastUndo({ id, text, undo }: Undoable): Promise<void> {
  const { toast } = await sonner();
  toast(text, { id, duration: Infinity, closeButton: true, action: { label: "Undo", onClick: undo } });
}

export async function dismissToast(id: string): Promise<void> {
  const { toast } = await sonner();
  toast.dismiss(id);
}
