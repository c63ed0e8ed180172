import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

interface TabsProps<Value extends string> {
  tabs: readonly { value: Value; label: ReactNode }[];
  value: Value;
  onChange: (value: Value) => void;
  /** One `TabPanel` for each. */
  children: ReactNode;
}

/** A few views of one thing, side by side; arrow keys move between them. */
export function Tabs<Value extends string>({ tabs, value, onChange, children }: TabsProps<Value>) {
  return (
    <Base.Root value={value} onValueChange={(next: Value) => onChange(next)} className="flex flex-col gap-5">
      <Base.List className="flex gap-1 rounded-xl border border-line bg-raised p-1">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="inline-flex min-h-11 min-w-0 flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-lg px-2 font-display text-[0.9375rem] font-bold text-ink-soft hover:text-ink data-active:bg-surface data-active:text-ink data-active:shadow-[inset_0_-2px_var(--color-gold)]"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {children}
    </Base.Root>
  );
}

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return (
    // The one that leaves is still there for a frame: not below the other.
    <Base.Panel value={value} className="flex flex-col gap-5 outline-offset-4 [&[inert]]:hidden">
      {children}
    </Base.Panel>
  );
}
