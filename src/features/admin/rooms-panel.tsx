import { usePaginatedQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import { PAGE, PagedList } from "./paged-list";
import { Panel } from "./panel";
import { RoomRow } from "./room-row";

export function RoomsPanel() {
  const rooms = usePaginatedQuery(api.administration.rooms, {}, { initialNumItems: PAGE });
  return (
    <Panel
      title="Rooms"
      note="Of everybody and of any visibility, newest first. A hidden room is there only for its host and for admins."
      busy={rooms.status === "LoadingFirstPage"}
    >
      <PagedList
        page={rooms}
        empty="No room has been made yet."
        renderRow={(room) => <RoomRow key={room.roomId} room={room} />}
      />
    </Panel>
  );
}
