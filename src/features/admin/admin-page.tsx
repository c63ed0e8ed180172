import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { Suspense } from "react";
import { lazyPart } from "../../lib/load-part";
import { AuditPanel } from "./audit-panel";
import { BattlesPanel } from "./battles-panel";
import { LimitsPanel } from "./limits-panel";
import { OverviewPanel } from "./overview-panel";
import { Skeletons } from "./panel";
import { PeoplePanel } from "./people-panel";
import { ReportsPanel } from "./reports-panel";
import { RoomsPanel } from "./rooms-panel";
import { type Range, type Section, SECTIONS } from "./sections";

/** With its charts; the other sections do without. */
const UsagePanel = lazyPart(() => import("./usage-panel"));

interface AdminPageProps {
  section: Section;
  range: Range;
  onRange: (range: Range) => void;
  /** The admin who looks. */
  meId: string;
}

/** Only for admins: the gate stands before it, and the server refuses everybody else. */
export function AdminPage({ section, ...panel }: AdminPageProps) {
  return (
    <main id="main" className="mx-auto max-w-[80rem] px-4 pt-7 pb-20 md:px-8">
      <title>{`${SECTIONS[section]} · Admin · ArenaAI`}</title>
      <h1 className="font-display text-[1.75rem] font-bold md:text-4xl">Admin</h1>
      <div className="mt-5 grid gap-x-10 gap-y-6 lg:grid-cols-[12rem_minmax(0,1fr)]">
        <Sections current={section} />
        <PanelOf key={section} section={section} {...panel} />
      </div>
    </main>
  );
}

function Sections({ current }: { current: Section }) {
  return (
    <nav
      aria-label="Admin"
      className="-mx-4 overflow-x-auto px-4 py-1 max-lg:border-b max-lg:border-line md:-mx-8 md:px-8 lg:mx-0 lg:px-0"
    >
      <ul className="flex gap-1 lg:flex-col">
        {(Object.keys(SECTIONS) as Section[]).map((section) => (
          <li key={section}>
            <Link
              to="/admin"
              search={{ section }}
              ref={section === current ? intoView : undefined}
              aria-current={section === current ? "page" : undefined}
              className={clsx(
                "flex min-h-11 items-center rounded-lg px-3 font-display font-bold whitespace-nowrap",
                section === current
                  ? "bg-raised text-ink shadow-[inset_0_-3px_var(--color-gold-fill)] lg:shadow-[inset_3px_0_var(--color-gold-fill)]"
                  : "text-ink-soft hover:bg-raised hover:text-ink",
              )}
            >
              {SECTIONS[section]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** On a phone the links scroll sideways: the one that is open is never out of sight. */
function intoView(link: HTMLElement | null) {
  link?.scrollIntoView({ block: "nearest", inline: "center" });
}

function PanelOf({ section, range, onRange, meId }: AdminPageProps) {
  switch (section) {
    case "overview":
      return <OverviewPanel />;
    case "people":
      return <PeoplePanel meId={meId} />;
    case "rooms":
      return <RoomsPanel />;
    case "battles":
      return <BattlesPanel />;
    case "reports":
      return <ReportsPanel />;
    case "limits":
      return <LimitsPanel />;
    case "usage":
      return (
        <Suspense fallback={<Skeletons count={1} className="h-96 rounded-xl!" />}>
          <UsagePanel range={range} onRange={onRange} />
        </Suspense>
      );
    case "audit":
      return <AuditPanel />;
    default:
      return section satisfies never;
  }
}
