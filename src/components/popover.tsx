import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

/** Details on demand, beside the button that asked for them; the page behind stays as it is. */
export function Popover({ trigger, title, children }: { trigger: ReactElement; title: string; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={8} collisionPadding={12} className="z-40 outline-hidden">
          <Base.Popup className="max-h-(--available-height) w-[26rem] max-w-(--available-width) overflow-y-auto rounded-xl border border-line-strong bg-surface p-5 shadow-float outline-hidden transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            <Base.Title className="mb-3 font-display text-lg leading-6 font-bold">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
