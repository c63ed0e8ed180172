import { useAction, useMutation, useQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import LinkIcon from "lucide-react/icons/link";
import { useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { MemberRole } from "../../../convex/model/peopleValidators";
import type { Room } from "../../../convex/model/validators";
import { Button } from "../../components/button";
import { ChoiceCards } from "../../components/choice-cards";
import ConfirmDialog from "../../components/confirm-dialog";
import { Field } from "../../components/field";
import { INPUT } from "../../components/input-style";
import { useNow } from "../../hooks/use-now";
import { useServerAction } from "../../hooks/use-server-action";
import { InviteLink } from "./invite-link";
import { INVITED_AS, inviteText, isOpenInvite, ROLE_NAMES } from "./invite-words";

const AS = [
  { value: "member", ...INVITED_AS.member },
  { value: "cohost", ...INVITED_AS.cohost },
] as const;
const DAYS = [1, 7, 30];
const USES = [1, 5, 25, 100];

/** `own`: only the host makes co-hosts. */
export function InvitesPanel({ room, own }: { room: Room; own: boolean }) {
  const create = useAction(api.invites.create);
  const invites = useQuery(api.invites.list, { roomId: room._id });
  const [role, setRole] = useState<MemberRole>("member");
  const [days, setDays] = useState(7);
  const [maxUses, setMaxUses] = useState<number | null>(1);
  const [url, setUrl] = useState<string | null>(null);
  const { run, pending } = useServerAction(async () => {
    const { token } = await create({ roomId: room._id, role, days, maxUses });
    setUrl(`${location.origin}/join/${token}`);
  });
  return (
    <>
      {url && <InviteLink key={url} url={url} />}
      {own && <ChoiceCards name="invite-role" legend="Invite as" options={AS} value={role} onChange={setRole} />}
      <div className="grid grid-cols-2 gap-4">
        <Field id="invite-days" label="Works for">
          <select
            id="invite-days"
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
            className={`${INPUT} min-h-11`}
          >
            {DAYS.map((count) => (
              <option key={count} value={count}>
                {count === 1 ? "1 day" : `${count} days`}
              </option>
            ))}
          </select>
        </Field>
        <Field id="invite-uses" label="For">
          <select
            id="invite-uses"
            value={maxUses ?? ""}
            onChange={(event) => setMaxUses(event.target.value === "" ? null : Number(event.target.value))}
            className={`${INPUT} min-h-11`}
          >
            {USES.map((count) => (
              <option key={count} value={count}>
                {count === 1 ? "1 person" : `${count} people`}
              </option>
            ))}
            <option value="">Any number</option>
          </select>
        </Field>
      </div>
      <Button
        pending={pending}
        icon={<LinkIcon aria-hidden size={18} />}
        className="self-start"
        onClick={() => void run()}
      >
        Make an invite link
      </Button>
      <section aria-label="Invites">
        <h3 className="label mb-2 text-ink-soft">Invites</h3>
        {invites?.length === 0 && <p className="text-ink-faint">None yet.</p>}
        <ul className="divide-y divide-line empty:hidden">
          {invites?.map((invite) => (
            <InviteRow key={invite.inviteId} invite={invite} />
          ))}
        </ul>
      </section>
    </>
  );
}

function InviteRow({ invite }: { invite: FunctionReturnType<typeof api.invites.list>[number] }) {
  const revoke = useServerAction(useMutation(api.invites.revoke));
  const now = useNow(60_000);
  return (
    <li className="flex min-h-14 items-center gap-4 py-2">
      <span className="min-w-0 flex-1">
        <span className="block font-semibold">
          {ROLE_NAMES[invite.role]}
          <span className="font-normal text-ink-faint">
            , by <bdi className="wrap-anywhere">{invite.byName}</bdi>
          </span>
        </span>
        <span className="tabular block text-sm text-ink-faint">{inviteText(invite, now)}</span>
      </span>
      {isOpenInvite(invite) && (
        <ConfirmDialog
          trigger={<Button pending={revoke.pending}>Revoke</Button>}
          title="Revoke this invite?"
          text="Its link stops working at once. Whoever has used it stays."
          confirm="Revoke invite"
          onConfirm={() => void revoke.run({ inviteId: invite.inviteId })}
        />
      )}
    </li>
  );
}
