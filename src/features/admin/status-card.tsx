import { Link } from "@tanstack/react-router";
import ArrowRight from "lucide-react/icons/arrow-right";
import type { ReactNode } from "react";
import { type Section, SECTIONS } from "./sections";

interface StatusCardProps {
  title: string;
  figure: ReactNode;
  detail: ReactNode;
  /** Where there is more about it. */
  section?: Section;
  act?: ReactNode;
}

export function StatusCard({ title, figure, detail, section, act }: StatusCardProps) {
  return (
    <li className="relative flex flex-col rounded-xl border border-line bg-surface p-5 shadow-lift transition-colors has-[a:hover]:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-focus">
      <h3 className="text-[0.9375rem] font-semibold text-ink-soft">{title}</h3>
      <p className="tabular mt-1 font-display text-2xl leading-8 font-bold wrap-anywhere">{figure}</p>
      <p className="mt-1 text-sm text-pretty text-ink-faint">{detail}</p>
      {act && <div className="mt-3">{act}</div>}
      {section && (
        <Link
          to="/admin"
          search={{ section }}
          className="mt-auto inline-flex min-h-11 items-center gap-1.5 pt-2 font-display text-[0.9375rem] font-bold text-gold outline-none after:absolute after:inset-0 after:rounded-xl"
        >
          {SECTIONS[section]}
          <ArrowRight aria-hidden size={16} />
        </Link>
      )}
    </li>
  );
}
