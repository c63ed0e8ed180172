import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";

interface MenuProps {
  trigger: ReactElement;
  /** Above the button unless it stands at the top of the page. */
  side?: "top" | "bottom";
  children: ReactNode;
}

/** A short list of acts that opens from a button. */
export function Menu({ trigger, side = "top", children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align="end" sideOffset={10} collisionPadding={8} className="z-50 outline-hidden">
          <Base.Popup className="w-96 max-w-(--available-width) rounded-xl border border-line-strong bg-surface p-1.5 shadow-float outline-hidden transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon: ReactNode;
  label: string;
  /** What will happen, in one line. */
  note?: string;
}

const ITEM =
  "flex cursor-pointer items-start gap-3 rounded-lg px-3 py-2.5 outline-hidden select-none min-h-11 data-highlighted:bg-raised data-highlighted:shadow-[inset_3px_0_var(--color-gold)]";

export function MenuItem({ onClick, ...face }: MenuItemProps & { onClick: () => void }) {
  return (
    <Base.Item onClick={onClick} className={ITEM}>
      <ItemFace {...face} />
    </Base.Item>
  );
}

/** One that leads to a page; `link` is the router's link, without children. */
export function MenuLink({ link, ...face }: MenuItemProps & { link: ReactElement }) {
  return (
    <Base.LinkItem render={link} closeOnClick className={ITEM}>
      <ItemFace {...face} />
    </Base.LinkItem>
  );
}

function ItemFace({ icon, label, note }: MenuItemProps) {
  return (
    <>
      <span className="mt-0.5 shrink-0 text-gold">{icon}</span>
      <span className="min-w-0">
        <span className="block font-display leading-6 font-bold">{label}</span>
        {note && <span className="block text-sm text-ink-faint">{note}</span>}
      </span>
    </>
  );
}
