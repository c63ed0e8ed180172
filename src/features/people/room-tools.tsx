import { useQuery } from "convex/react";
import Users from "lucide-react/icons/users";
import { useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Role } from "../../../convex/model/peopleValidators";
import type { Room } from "../../../convex/model/validators";
import { Dialog } from "../../components/dialog";
import { TabPanel, Tabs } from "../../components/tabs";
import { plural } from "../../lib/format";
import { InvitesPanel } from "./invites-panel";
import { LeaveRoom } from "./leave-room";
import { PeoplePanel } from "./people-panel";
import { ReportsPanel } from "./reports-panel";
import { VisibilityPanel } from "./visibility-panel";

export interface RoomToolsProps {
  room: Room;
  battleId: Room["currentBattleId"];
  role: Role;
}

type Tab = "people" | "invites" | "reports" | "visibility";

/** Who belongs to a room and who may see it, behind one button in the dock. A chunk of its own: viewers never load it. */
export default function RoomTools({ room, battleId, role }: RoomToolsProps) {
  const [tab, setTab] = useState<Tab>("people");
  const moderates = role !== "member";
  const reports = useQuery(api.reports.forRoom, moderates ? { roomId: room._id } : "skip")?.length ?? 0;
  const own = role === "host";
  const tabs = [
    { value: "people" as const, label: "People" },
    { value: "invites" as const, label: "Invites" },
    { value: "reports" as const, label: <ReportsLabel count={reports} /> },
    ...(own ? [{ value: "visibility" as const, label: "Access" }] : []),
  ];
  return (
    <Dialog title="People" trigger={<PeopleButton reports={reports} />}>
      {moderates ? (
        <Tabs<Tab> tabs={tabs} value={tab} onChange={setTab}>
          <TabPanel value="people">
            <PeoplePanel room={room} battleId={battleId} role={role} />
          </TabPanel>
          <TabPanel value="invites">
            <InvitesPanel room={room} own={own} />
          </TabPanel>
          <TabPanel value="reports">
            <ReportsPanel room={room} />
          </TabPanel>
          {own && (
            <TabPanel value="visibility">
              <VisibilityPanel room={room} />
            </TabPanel>
          )}
        </Tabs>
      ) : (
        <PeoplePanel room={room} battleId={battleId} role={role} />
      )}
      {(role === "member" || role === "cohost") && <LeaveRoom room={room} />}
    </Dialog>
  );
}

function ReportsLabel({ count }: { count: number }) {
  return (
    <>
      Reports
      {count > 0 && <Count of={count} />}
    </>
  );
}

function PeopleButton({ reports, ...rest }: { reports: number } & React.ComponentProps<"button">) {
  return (
    <button
      type="button"
      aria-label={reports > 0 ? `People, ${plural(reports, "open report")}` : "People"}
      title="People"
      {...rest}
      className="relative inline-flex size-11 shrink-0 cursor-pointer items-center justify-center rounded-lg border border-line-strong text-ink-soft hover:text-ink data-popup-open:text-ink"
    >
      <Users aria-hidden size={20} />
      {reports > 0 && (
        <span aria-hidden className="absolute -top-2 -right-2">
          <Count of={reports} />
        </span>
      )}
    </button>
  );
}

function Count({ of }: { of: number }) {
  return (
    <span className="tabular inline-flex min-w-5 items-center justify-center rounded-full bg-gold-fill px-1.5 text-xs leading-5 font-bold text-gold-ink">
      {of}
    </span>
  );
}
