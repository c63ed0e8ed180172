import { Link } from "@tanstack/react-router";
import { Button, plateProps } from "../../components/button";
import { PageMessage } from "../../components/page-message";
import { useMe } from "../../hooks/use-me";
import { useSignInDialog } from "../../hooks/sign-in-state";
import { AdminPage } from "./admin-page";
import { Skeletons } from "./panel";
import type { Range, Section } from "./sections";

interface AdminGateProps {
  section: Section;
  range: Range;
  onRange: (range: Range) => void;
}

/** Shows the page to admins. To anybody else nothing of it is even asked for. */
export function AdminGate(props: AdminGateProps) {
  const me = useMe();
  if (me === undefined) return <Waiting />;
  // A banned admin is refused everything here.
  return me?.admin && !me.ban ? (
    <AdminPage {...props} meId={me.userId} />
  ) : (
    <OnlyAdmins signedIn={me !== null && !me.isAnonymous} />
  );
}

function Waiting() {
  return (
    <main id="main" aria-busy className="mx-auto flex max-w-[80rem] flex-col gap-4 px-4 pt-7 pb-20 md:px-8">
      <title>Admin · ArenaAI</title>
      <h1 className="font-display text-[1.75rem] font-bold md:text-4xl">Admin</h1>
      <Skeletons count={3} className="h-24 rounded-xl!" />
    </main>
  );
}

function OnlyAdmins({ signedIn }: { signedIn: boolean }) {
  const openSignIn = useSignInDialog();
  return (
    <PageMessage
      title="Only admins of this arena"
      action={
        <>
          {!signedIn && (
            <Button look="gold" onClick={() => openSignIn({ tab: "signIn" })}>
              Sign in
            </Button>
          )}
          <Link to="/" {...plateProps("quiet")}>
            All battles
          </Link>
        </>
      }
    >
      <title>Admin · ArenaAI</title>
      <p>
        {signedIn
          ? "Your account is not one of them. Another admin can change that."
          : "Sign in with an admin's account to see this page."}
      </p>
    </PageMessage>
  );
}
