import { useQuery } from "convex/react";
import { api } from "../../../convex/_generated/api";
import { TextButton } from "../../components/text-button";
import { useSignInDialog } from "../../hooks/sign-in-state";
import { useMe } from "../../hooks/use-me";

/** Said before anything is typed: on some arenas only invited people host, and a banned account nowhere. */
export function HostingNote() {
  const hosting = useQuery(api.accounts.options)?.hosting;
  const me = useMe();
  const openSignIn = useSignInDialog();
  if (me?.ban) return <Note>This account is banned, so it can only watch.</Note>;
  if (hosting !== "invited" || me === undefined || me?.mayHost) return null;
  return (
    <Note>
      On this arena only invited people can host battles.{" "}
      {(me === null || me.isAnonymous) && (
        <TextButton onClick={() => openSignIn({ tab: "signIn", why: "Only invited people host here." })}>
          Sign in
        </TextButton>
      )}
    </Note>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <output className="mb-6 block rounded-xl border border-gold/60 bg-raised px-5 py-3 text-ink-soft">
      {children}
    </output>
  );
}
