import { useMutation, useQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import MonitorSmartphone from "lucide-react/icons/monitor-smartphone";
import { api } from "../../../convex/_generated/api";
import { Button } from "../../components/button";
import ConfirmDialog from "../../components/confirm-dialog";
import { useNow } from "../../hooks/use-now";
import { useServerAction } from "../../hooks/use-server-action";
import { ago } from "../../lib/format";
import { deviceName } from "./device-name";
import { Section } from "./section";

type Session = FunctionReturnType<typeof api.accounts.sessions>[number];

export function SessionsSection() {
  const sessions = useQuery(api.accounts.sessions);
  const others = sessions?.filter(({ current }) => !current).length ?? 0;
  return (
    <Section id="sessions" title="Where you are signed in" text="Signing out somewhere takes effect there at once.">
      {sessions ? (
        <>
          <ul className="divide-y divide-line border-y border-line">
            {sessions.map((session) => (
              <SessionRow key={session.sessionId} session={session} />
            ))}
          </ul>
          <Everywhere others={others} />
        </>
      ) : (
        <span aria-hidden className="skeleton block h-28" />
      )}
    </Section>
  );
}

function SessionRow({ session }: { session: Session }) {
  const end = useServerAction(useMutation(api.accounts.endSession));
  const now = useNow(60_000);
  const { current, device, createdAt, seenAt, sessionId } = session;
  const name = device ? deviceName(device) : "An unknown device";
  return (
    <li className="flex min-h-16 items-center gap-4 py-2">
      <MonitorSmartphone aria-hidden size={20} className="shrink-0 text-ink-faint" />
      <span className="min-w-0 flex-1">
        <span className="block font-semibold">{name}</span>
        <span className="block text-sm text-ink-faint">
          {current ? "This browser" : `Last seen ${ago(seenAt ?? createdAt, now)}`} · since {dayOf(createdAt)}
        </span>
      </span>
      {!current && (
        <Button pending={end.pending} aria-label={`Sign out ${name}`} onClick={() => void end.run({ sessionId })}>
          Sign out
        </Button>
      )}
    </li>
  );
}

function Everywhere({ others }: { others: number }) {
  const end = useServerAction(useMutation(api.accounts.signOutEverywhere));
  return (
    <div className="mt-4 flex flex-wrap gap-4">
      {others > 0 && (
        <Button pending={end.pending} onClick={() => void end.run({ keepThis: true })}>
          Sign out everywhere else
        </Button>
      )}
      <ConfirmDialog
        trigger={<Button look="danger">Sign out everywhere</Button>}
        title="Sign out everywhere?"
        text="This browser is signed out, too. You need your password to come back."
        confirm="Sign out everywhere"
        keep="Stay signed in"
        onConfirm={() => void end.run({ keepThis: false })}
      />
    </div>
  );
}

const DAY = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

function dayOf(at: number): string {
  return DAY.format(at);
}
