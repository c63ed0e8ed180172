import { useMutation } from "convex/react";
import { api } from "../../../convex/_generated/api";
import type { Person } from "../../../convex/model/adminValidators";
import { isolated } from "../../components/isolated";
import { type BanLength, bannedWords } from "./person-words";
import { useAct } from "./use-act";

/** What an admin may do to somebody; each act says afterwards what it did, with the way back. */
export function usePersonActs({ userId, name, ban: before }: Person) {
  const ban = useMutation(api.administration.ban);
  const unban = useMutation(api.administration.unban);
  const grantAdmin = useMutation(api.administration.grantAdmin);
  const revokeAdmin = useMutation(api.administration.revokeAdmin);
  const setMayHost = useMutation(api.administration.setMayHost);
  const id = `person-${userId}`;
  const who = isolated(name);

  const banAgain = async () => {
    if (!before) return;
    const hours = before.until === null ? {} : { hours: (before.until - Date.now()) / 3_600_000 };
    await ban({ userId, reason: before.reason, ...hours });
  };
  return {
    ban: useAct(async (reason: string, hours: BanLength) => {
      await ban({ userId, reason, ...(hours !== 0 && { hours }) });
      return { text: `${bannedWords(name, hours)}.`, undo: { id, run: () => unban({ userId }) } };
    }),
    unban: useAct(async () => {
      await unban({ userId });
      return { text: `Lifted the ban of ${who}.`, undo: { id, run: banAgain } };
    }),
    setAdmin: useAct(async (admin: boolean) => {
      await (admin ? grantAdmin : revokeAdmin)({ userId });
      const text = admin ? `${who} is an admin now.` : `${who} is no admin any more.`;
      return { text, undo: { id, run: () => (admin ? revokeAdmin : grantAdmin)({ userId }) } };
    }),
    setMayHost: useAct(async (mayHost: boolean) => {
      await setMayHost({ userId, mayHost });
      const text = mayHost ? `${who} is invited to host.` : `${who} is not invited to host any more.`;
      return { text, undo: { id, run: () => setMayHost({ userId, mayHost: !mayHost }) } };
    }),
  };
}
