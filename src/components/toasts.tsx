import { Toaster } from "sonner";
// By itself sonner adds them with a script, which the content security policy forbids.
import "sonner/dist/styles.css";
import { useWideScreen } from "../hooks/use-media-query";

/** Beside the topic on a wide screen, since one with a way back may stay for a while. */
export default function Toasts() {
  const wide = useWideScreen();
  return (
    <Toaster
      position={wide ? "top-right" : "top-center"}
      offset={{ top: 80, right: 32 }}
      mobileOffset={{ top: 80, left: 16, right: 16 }}
      toastOptions={{
        className:
          "!bg-surface !text-ink !border-line-strong !font-body !text-[0.9375rem] !shadow-float !gap-2 !py-2 !pr-2 !min-h-14",
        classNames: {
          closeButton:
            "!static !order-last !size-11 !transform-none !border-0 !bg-transparent !text-ink-faint hover:!text-ink [&>svg]:!size-4",
          actionButton:
            "!h-11 !rounded-lg !bg-transparent !px-3 !font-display !text-[0.9375rem] !font-bold !text-gold hover:!bg-raised",
        },
        duration: 7000,
      }}
    />
  );
}
