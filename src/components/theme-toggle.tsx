import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import { useState } from "react";
import { setTheme, visibleTheme } from "../lib/theme";

export function ThemeToggle() {
  const [theme, show] = useState(visibleTheme);
  const other = theme === "dark" ? "light" : "dark";
  return (
    <button
      type="button"
      aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}
      className="inline-flex size-11 cursor-pointer items-center justify-center rounded-lg text-ink-soft hover:bg-raised hover:text-ink"
      onClick={() => {
        setTheme(other);
        show(other);
      }}
    >
      {theme === "dark" ? <Sun aria-hidden size={20} /> : <Moon aria-hidden size={20} />}
    </button>
  );
}
