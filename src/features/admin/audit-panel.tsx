import { usePaginatedQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import type { AuditEntryView } from "../../../convex/model/adminValidators";
import { actWords, detailWords } from "./audit-words";
import { Moment } from "./moment";
import { PAGE, PagedList } from "./paged-list";
import { Panel } from "./panel";

export function AuditPanel() {
  const entries = usePaginatedQuery(api.administration.audit, {}, { initialNumItems: PAGE });
  return (
    <Panel
      title="Audit log"
      note="Every act of an admin and of the dashboard, newest first. Nobody can change it."
      busy={entries.status === "LoadingFirstPage"}
    >
      <PagedList
        page={entries}
        empty="No admin has done anything yet."
        renderRow={(entry) => <AuditRow key={entry.entryId} entry={entry} />}
      />
    </Panel>
  );
}

function AuditRow({ entry }: { entry: AuditEntryView }) {
  const { at, actorName, act, target, targetName, details } = entry;
  return (
    <li className="flex flex-wrap items-baseline gap-x-6 gap-y-1 rounded-xl border border-line bg-surface px-5 py-3.5 shadow-lift">
      <p className="min-w-0 flex-1 basis-72 wrap-anywhere">
        <span className="font-semibold">{actWords(act)}</span>
        {targetName !== null && (
          <>
            : <bdi>{targetName}</bdi>
          </>
        )}
        {details !== "" && (
          <span className="block text-ink-soft">
            <bdi>{detailWords(act, details)}</bdi>
          </span>
        )}
        {target !== "deployment" && (
          <span className="tabular block text-sm text-ink-faint">
            <bdi>{target}</bdi>
          </span>
        )}
      </p>
      <p className="min-w-0 text-sm wrap-anywhere text-ink-faint">
        <bdi>{actorName ?? "Dashboard"}</bdi>, <Moment at={at} />
      </p>
    </li>
  );
}
