/** `system` follows the device; the other two are stored and win over it. public/theme.js reads the same key. */
export type Theme = "system" | "light" | "dark";

const KEY = "arena-theme";

export function storedTheme(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

/** What the visitor sees now, whichever way it was decided. */
export function visibleTheme(): "light" | "dark" {
  const stored = storedTheme();
  if (stored !== "system") return stored;
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}

export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be blocked: the choice then lasts for this page only.
  }
}
