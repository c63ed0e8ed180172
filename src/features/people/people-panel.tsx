import { useQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import type { Role } from "../../../convex/model/peopleValidators";
import type { Room } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { useMe } from "../../hooks/use-me";
import { ROLE_NAMES } from "./invite-words";
import { PersonMenu } from "./person-menu";
import { PersonList, PersonRow } from "./person-row";
import { useBans } from "./use-bans";

interface PeoplePanelProps {
  room: Room;
  battleId: Room["currentBattleId"];
  role: Role;
}

/** Outside of a private room members are told of nobody, not even of themselves. */
const UNSEEN = "You are a member. Only the hosts of this room see who else is.";

/** Who belongs here, who watches now, and who is barred. */
export function PeoplePanel({ room, battleId, role }: PeoplePanelProps) {
  const moderates = role !== "member";
  const members = useQuery(api.members.list, { roomId: room._id });
  const known = new Set(members?.map(({ userId }) => userId));
  const me = useMe();
  return (
    <>
      <PersonList title="Belong to this room" empty={moderates ? "Nobody yet." : UNSEEN}>
        {members?.map((person) => (
          <PersonRow
            key={person.userId}
            name={person.name}
            note={`${ROLE_NAMES[person.role]}${person.userId === me?.userId ? ", you" : ""}`}
          >
            {moderates && mayTouch(role, person.role) && person.userId !== me?.userId && (
              <PersonMenu room={room} person={person} by={role} />
            )}
          </PersonRow>
        ))}
      </PersonList>
      {moderates && battleId && <Watching room={room} battleId={battleId} role={role} except={known} me={me?.userId} />}
      {moderates && <Barred room={room} />}
    </>
  );
}

/** Co-hosts leave one another alone, and nobody touches the host or an admin. */
function mayTouch(by: Role, role: Role): boolean {
  if (role === "host" || role === "admin") return false;
  return !(by === "cohost" && role === "cohost");
}

interface WatchingProps {
  room: Room;
  battleId: NonNullable<Room["currentBattleId"]>;
  role: Role;
  /** Those who are listed already. */
  except: ReadonlySet<string>;
  me: string | undefined;
}

function Watching({ room, battleId, role, except, me }: WatchingProps) {
  const present = useQuery(api.members.present, { battleId });
  const others = present?.filter(({ userId }) => !except.has(userId) && userId !== me);
  return (
    <PersonList title="Watching now" empty="Nobody else who is signed in. People are seen here while a vote is open.">
      {others?.map((person) => (
        <PersonRow key={person.userId} name={person.name} note={ROLE_NAMES[person.role]}>
          {mayTouch(role, person.role) && person.role !== "banned" && (
            <PersonMenu room={room} person={person} by={role} />
          )}
        </PersonRow>
      ))}
    </PersonList>
  );
}

function Barred({ room }: { room: Room }) {
  const banned = useQuery(api.members.banned, { roomId: room._id });
  const { lift } = useBans(room._id);
  if (!banned || banned.length === 0) return null;
  return (
    <PersonList title="Barred" empty="">
      {banned.map(({ userId, name }) => (
        <PersonRow key={userId} name={name} note="May not vote here, nor enter while it is private">
          <Button
            pending={lift.pending}
            aria-label={`Let ${name} in again`}
            onClick={() => void lift.run({ userId, name })}
          >
            Let in again
          </Button>
        </PersonRow>
      ))}
    </PersonList>
  );
}
