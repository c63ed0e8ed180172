import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { AdminGate } from "../features/admin/admin-gate";
import { isRange, isSection, type Range, type Section } from "../features/admin/sections";

interface AdminSearch {
  /** Without it the overview. */
  section?: Section;
  /** Of the charts, in days; without it 7. */
  days?: Range;
}

export const Route = createFileRoute("/admin")({
  validateSearch: ({ section, days }: Record<string, unknown>): AdminSearch => ({
    ...(isSection(section) && { section }),
    ...(isRange(days) && { days }),
  }),
  component: AdminRoute,
});

function AdminRoute() {
  const { section = "overview", days = 7 } = Route.useSearch();
  const navigate = useNavigate();
  return (
    <AdminGate
      section={section}
      range={days}
      onRange={(range) => void navigate({ to: "/admin", search: { section, days: range }, replace: true })}
    />
  );
}
