import { usePaginatedQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import { PAGE, PagedList } from "./paged-list";
import { Panel } from "./panel";
import { ReportRow } from "./report-row";

export function ReportsPanel() {
  const reports = usePaginatedQuery(api.administration.reports, {}, { initialNumItems: PAGE });
  return (
    <Panel
      title="Reports"
      note="What viewers and the moderation model found wrong and nobody has decided, newest first. Upholding one hides what it is about."
      busy={reports.status === "LoadingFirstPage"}
    >
      <PagedList
        page={reports}
        empty="Nothing waits for a decision."
        renderRow={(report) => <ReportRow key={report.reportId} report={report} />}
      />
    </Panel>
  );
}
