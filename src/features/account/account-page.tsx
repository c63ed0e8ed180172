import Ban from "lucide-react/icons/ban";
import { Button } from "../../components/button";
import { PageMessage } from "../../components/page-message";
import { useSignInDialog } from "../../hooks/sign-in-state";
import { type Me, useMe } from "../../hooks/use-me";
import { DataSection } from "./data-section";
import { PasswordSection } from "./password-section";
import { ProfileSection } from "./profile-section";
import { RoomsSection } from "./rooms-section";
import { SessionsSection } from "./sessions-section";
import { UsageSection } from "./usage-section";

export function AccountPage() {
  const me = useMe();
  if (me === null) return <SignedOut />;
  return (
    <main id="main" className="mx-auto flex max-w-[52rem] flex-col gap-5 px-4 pt-8 pb-20 md:px-8">
      <title>Your account · ArenaAI</title>
      <h1 className="mb-2 font-display text-[1.75rem] font-bold wrap-anywhere md:text-4xl">
        {me ? <bdi>{me.displayName}</bdi> : "Your account"}
      </h1>
      {me ? <Sections me={me} /> : <Skeleton />}
    </main>
  );
}

function Sections({ me }: { me: Me }) {
  return (
    <>
      {me.ban && <BanNote ban={me.ban} />}
      {/* From a guest to an account everything around it stays in place. */}
      <ProfileSection me={me} />
      <RoomsSection />
      {me.email !== null && !me.isAnonymous && <PasswordSection email={me.email} />}
      <SessionsSection />
      <UsageSection />
      <DataSection me={me} />
    </>
  );
}

const UNTIL = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" });

function BanNote({ ban }: { ban: NonNullable<Me["ban"]> }) {
  return (
    <output className="flex items-start gap-3 rounded-xl border border-danger bg-surface p-5">
      <Ban aria-hidden size={20} className="mt-0.5 shrink-0 text-danger" />
      <div>
        <p className="font-semibold">
          This account is banned {ban.until === null ? "for good" : `until ${UNTIL.format(ban.until)}`}. It can only
          watch.
        </p>
        {ban.reason && (
          <p className="mt-1 wrap-anywhere text-ink-soft">
            Reason: <bdi>{ban.reason}</bdi>
          </p>
        )}
      </div>
    </output>
  );
}

function SignedOut() {
  const openSignIn = useSignInDialog();
  return (
    <PageMessage
      title="You are not signed in"
      action={
        <>
          <Button look="gold" onClick={() => openSignIn({ tab: "signIn" })}>
            Sign in
          </Button>
          <Button onClick={() => openSignIn({ tab: "signUp" })}>Create account</Button>
        </>
      }
    >
      <title>Your account · ArenaAI</title>
      <p>Watching needs no account. With one you keep your rooms in every browser.</p>
    </PageMessage>
  );
}

function Skeleton() {
  return (
    <div aria-busy="true">
      <output className="sr-only">Loading your account</output>
      <div aria-hidden="true" className="flex flex-col gap-5">
        {["h-52", "h-44", "h-56"].map((height) => (
          <span key={height} className={`skeleton ${height}`} />
        ))}
      </div>
    </div>
  );
}
