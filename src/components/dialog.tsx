import { Dialog as Base } from "@base-ui/react/dialog";
import X from "lucide-react/icons/x";
import type { ReactElement, ReactNode, RefObject } from "react";

interface DialogProps {
  /** Left out when something else opens the dialog. */
  trigger?: ReactElement | undefined;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: string;
  text?: ReactNode;
  /** Takes focus when the dialog opens, in place of the button that closes it. */
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
}

/** A task of its own on top of the page: in the middle of a wide screen, a sheet from the bottom edge on a phone. */
export function Dialog({ trigger, title, text, initialFocus, children, ...state }: DialogProps) {
  return (
    <Base.Root {...state}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/55 backdrop-blur-[2px] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          {...(initialFocus && { initialFocus })}
          className="fixed z-50 flex max-h-[85dvh] flex-col border border-line-strong bg-surface shadow-float transition-[translate,scale,opacity] duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 max-md:inset-x-0 max-md:bottom-0 max-md:rounded-t-2xl max-md:border-x-0 max-md:border-b-0 max-md:pb-[env(safe-area-inset-bottom)] max-md:data-ending-style:translate-y-6 max-md:data-starting-style:translate-y-6 md:top-1/2 md:left-1/2 md:w-[34rem] md:max-w-[calc(100vw-2rem)] md:-translate-x-1/2 md:-translate-y-1/2 md:rounded-xl md:data-ending-style:scale-[0.97] md:data-starting-style:scale-[0.97]"
        >
          <div className="flex items-start gap-3 pt-3 pr-3 pl-5 md:pt-4 md:pr-4 md:pl-6">
            <div className="min-w-0 flex-1 pt-2">
              <Base.Title className="font-display text-xl leading-7 font-bold wrap-anywhere">{title}</Base.Title>
              {text && <Base.Description className="mt-1 wrap-anywhere text-ink-soft">{text}</Base.Description>}
            </div>
            <Base.Close
              aria-label="Close"
              className="inline-flex size-11 shrink-0 cursor-pointer items-center justify-center rounded-lg text-ink-faint hover:bg-raised hover:text-ink"
            >
              <X aria-hidden size={20} />
            </Base.Close>
          </div>
          <div className="min-h-0 overflow-y-auto overscroll-contain px-5 pt-4 pb-5 md:px-6 md:pb-6">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
