import { Link, useNavigate } from "@tanstack/react-router";
import { useMutation, useQuery } from "convex/react";
import { useState } from "react";
import { api } from "../../../convex/_generated/api";
import { Button, plateProps } from "../../components/button";
import { PageMessage } from "../../components/page-message";
import { TextButton } from "../../components/text-button";
import { useSignInDialog } from "../../hooks/sign-in-state";
import { useConnected } from "../../hooks/use-connected";
import { useEnsureSignedIn } from "../../hooks/use-ensure-signed-in";
import { useMe } from "../../hooks/use-me";
import { useServerAction } from "../../hooks/use-server-action";
import { errorCode } from "../../lib/errors";

const MAY: Record<"member" | "cohost", string> = {
  member: "As a member you may watch, also when the room is private.",
  cohost: "As a co-host you may run its battles and keep order in it.",
};

/** What an invite link opens on: what it is for, and one button. */
export function JoinPage({ token }: { token: string }) {
  const invite = useQuery(api.invites.preview, { token });
  const accept = useMutation(api.invites.accept);
  const ensureSignedIn = useEnsureSignedIn();
  const openSignIn = useSignInDialog();
  const navigate = useNavigate();
  const connected = useConnected();
  const me = useMe();
  const [refused, setRefused] = useState(false);
  const { run, pending } = useServerAction(async () => {
    await ensureSignedIn();
    try {
      const roomId = await accept({ token });
      await navigate({ to: "/rooms/$roomId", params: { roomId }, replace: true });
    } catch (error) {
      if (errorCode(error) !== "INVALID_INVITE") throw error;
      setRefused(true);
    }
  });
  if (refused || invite === null) return <NoInvite />;
  if (invite === undefined) return <Loading />;
  return (
    <PageMessage
      title="You are invited"
      action={
        <>
          <Button look="gold" pending={pending} disabled={!connected} onClick={() => void run()}>
            {invite.role === "cohost" ? "Become a co-host" : "Join the room"}
          </Button>
          <Link to="/" {...plateProps("quiet")}>
            Not now
          </Link>
        </>
      }
    >
      <title>Invite · ArenaAI</title>
      <p className="wrap-anywhere">
        <bdi className="font-semibold text-ink">{invite.hostName}</bdi> invites you to
      </p>
      <p className="my-3 font-display text-xl font-bold wrap-anywhere text-ink">
        <bdi>{invite.topic}</bdi>
      </p>
      <p>{MAY[invite.role]}</p>
      {me === null && (
        <p className="mt-3 text-[0.9375rem]">
          You join as a guest of this browser.{" "}
          <TextButton onClick={() => openSignIn({ tab: "signIn", why: "Sign in first to join with your account." })}>
            Sign in first
          </TextButton>
        </p>
      )}
    </PageMessage>
  );
}

function NoInvite() {
  return (
    <PageMessage
      title="This invite does not work"
      action={
        <Link to="/" {...plateProps("quiet")}>
          All battles
        </Link>
      }
    >
      <title>Invite · ArenaAI</title>
      <p>It has expired, was revoked or used up, or the link is not complete. Ask the host for a new one.</p>
    </PageMessage>
  );
}

function Loading() {
  return (
    <main
      id="main"
      aria-busy="true"
      className="mx-auto flex min-h-[70dvh] max-w-lg flex-col items-center justify-center gap-4"
    >
      <title>Invite · ArenaAI</title>
      <output className="sr-only">Loading the invite</output>
      <span aria-hidden className="skeleton h-9 w-64" />
      <span aria-hidden className="skeleton h-24 w-full" />
      <span aria-hidden className="skeleton h-11 w-40" />
    </main>
  );
}
