import { Link } from "@tanstack/react-router";
import Swords from "lucide-react/icons/swords";
import { AccountMenu } from "./account-menu";
import { plateProps } from "./button";
import { ThemeToggle } from "./theme-toggle";

export function TopBar() {
  return (
    <header className="border-b border-line bg-canvas/70">
      <div className="mx-auto flex h-16 max-w-[80rem] items-center gap-1 px-4 sm:gap-2 md:px-8">
        <Link
          to="/"
          aria-label="ArenaAI, all battles"
          className="inline-flex min-h-11 items-center font-display text-xl font-bold tracking-tight"
        >
          ARENA<span className="text-a">A</span>
          <span className="text-b">I</span>
        </Link>
        <span className="flex-1" />
        <ThemeToggle />
        <AccountMenu />
        <Link to="/rooms/new" {...plateProps("gold", "ml-2 max-sm:px-3.5")}>
          <Swords aria-hidden size={18} />
          <span className="max-sm:sr-only">New battle</span>
        </Link>
      </div>
    </header>
  );
}
