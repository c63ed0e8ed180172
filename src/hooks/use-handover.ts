import { useAuthActions } from "@convex-dev/auth/react";
import { useAction, useMutation } from "convex/react";
import { useCallback, useEffect, useRef } from "react";
import { api } from "../../convex/_generated/api";
import { toastDone } from "../lib/toast";
import { useMe } from "./use-me";

/** Signing in on another site: the browser leaves, and comes back to this page with a code in its address, or without one. */
export const PROVIDERS = { github: "GitHub", google: "Google" };
export type Provider = keyof typeof PROVIDERS;

const TOKEN = "arena-handover";
/** In this tab where it went, and in this browser when: a phone may come back in another tab. */
const LEFT = "arena-left";
const LEFT_MS = 15 * 60_000;

/** What a guest has finds them again by a token, which is noted before. */
export function useLeaveFor(): (provider: Provider, backTo: string) => Promise<void> {
  const handOver = useAction(api.accounts.handOver);
  const { signIn } = useAuthActions();
  return useCallback(
    async (provider, backTo) => {
      const token = await handOver({});
      if (token !== null) sessionStorage.setItem(TOKEN, token);
      sessionStorage.setItem(LEFT, provider);
      localStorage.setItem(LEFT, `${Date.now()}`);
      try {
        await signIn(provider, { redirectTo: backTo });
      } catch (error) {
        forgetLeaving();
        throw error;
      }
    },
    [handOver, signIn],
  );
}

/** Any link may carry a code, and Convex Auth signs out whoever comes with a wrong one: only who has just left for one is asked. */
export function expectsCode(): boolean {
  return Date.now() - Number(localStorage.getItem(LEFT)) < LEFT_MS;
}

function forgetLeaving(): void {
  sessionStorage.removeItem(LEFT);
  localStorage.removeItem(LEFT);
}

/** Once they are back: with an account what they had as a guest comes along; without one they are told. */
export function useComeBack(): void {
  useTakeOver();
  const me = useMe();
  const from = useRef<string | null>(undefined);
  useEffect(() => {
    // Only as the page found it: it is noted anew when this page is left.
    if (from.current === undefined) from.current = sessionStorage.getItem(LEFT);
    if (me === undefined || from.current === null) return;
    const provider = PROVIDERS[from.current as Provider];
    from.current = null;
    forgetLeaving();
    if (me?.isAnonymous === false) return;
    // A guest as before needs none; who is nobody now may try again, and it is still good.
    if (me !== null) sessionStorage.removeItem(TOKEN);
    void toastDone(`Signing in with ${provider} did not work, and nothing has changed. You can try again.`);
  }, [me]);
}

/** The token is good once, and not for long. */
function useTakeOver(): void {
  const takeOver = useMutation(api.accounts.takeOver);
  const me = useMe();
  const signedIn = me?.isAnonymous === false;
  useEffect(() => {
    const token = signedIn ? sessionStorage.getItem(TOKEN) : null;
    if (token === null) return;
    sessionStorage.removeItem(TOKEN);
    void takeOver({ token }).catch(() => undefined);
  }, [signedIn, takeOver]);
}
