import CircleUserRound from "lucide-react/icons/circle-user-round";
import { Suspense } from "react";
import { useSignInDialog } from "../hooks/sign-in-state";
import { useMe } from "../hooks/use-me";
import { lazyPart } from "../lib/load-part";
import { BAR_BUTTON } from "./bar-button";

const SignedInMenu = lazyPart(() => import("./signed-in-menu"));

/** In the top bar: a way in, or who one is here. Its place is kept while that is not known. */
export function AccountMenu() {
  const me = useMe();
  const openSignIn = useSignInDialog();
  if (me) {
    return (
      <Suspense fallback={<span className="size-11 sm:w-24" />}>
        <SignedInMenu me={me} />
      </Suspense>
    );
  }
  return (
    <button
      type="button"
      onClick={() => openSignIn({ tab: "signIn" })}
      aria-haspopup="dialog"
      className={BAR_BUTTON}
      style={me === undefined ? { visibility: "hidden" } : undefined}
    >
      <CircleUserRound aria-hidden size={20} className="sm:hidden" />
      <span className="max-sm:sr-only">Sign in</span>
    </button>
  );
}
