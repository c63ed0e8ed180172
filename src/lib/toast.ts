import { errorText } from "./errors";

/** Sonner is loaded with the first message, so the pages that never show one do not carry it. */
export async function toastError(error: unknown): Promise<void> {
  const { toast } = await import("sonner");
  toast.error(errorText(error));
}
