import { type RefObject, useEffect, useState } from "react";

/** Single keys, so they can be switched off (WCAG 2.1.4) and never reach a text field. */
export const SHORTCUTS = [
  ["P", "Pause or resume"],
  ["M", "Say a moderator's line"],
  ["S", "Skip the turn"],
  ["R", "Retry the turn"],
] as const;

const KEY = "arena-host-shortcuts";

export function useShortcutsOn(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(stored);
  return [
    on,
    (next) => {
      setOn(next);
      try {
        localStorage.setItem(KEY, next ? "on" : "off");
      } catch {
        // Storage may be blocked: the choice then lasts for this page only.
      }
    },
  ];
}

function stored(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

/** Presses the button inside `panel` that carries the key: what is not offered has no key either. */
export function useShortcuts(panel: RefObject<HTMLElement | null>, on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      if (isBusy(event.target)) return;
      const button = buttonOf(panel.current, event.key.toUpperCase());
      if (!button) return;
      event.preventDefault();
      button.click();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [panel, on]);
}

function buttonOf(panel: HTMLElement | null, key: string): HTMLElement | undefined {
  const buttons = panel?.querySelectorAll<HTMLElement>("[aria-keyshortcuts]") ?? [];
  return [...buttons].find((button) => button.getAttribute("aria-keyshortcuts") === key);
}

/** Somebody types, or has a dialog, menu or list open. */
function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return true;
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
