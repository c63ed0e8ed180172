import { useAction, useMutation } from "convex/react";
import { useCallback, useEffect } from "react";
import { api } from "../../convex/_generated/api";
import { useMe } from "./use-me";

const KEY = "arena-handover";

/** Before a guest leaves for another site to sign in: notes the token by which what they have finds them again. */
export function useHandOver(): () => Promise<void> {
  const handOver = useAction(api.accounts.handOver);
  return useCallback(async () => {
    const token = await handOver({});
    if (token !== null) sessionStorage.setItem(KEY, token);
  }, [handOver]);
}

/** Once they are back with an account. The token is good once, and not for long. */
export function useTakeOver(): void {
  const takeOver = useMutation(api.accounts.takeOver);
  const me = useMe();
  const signedIn = me?.isAnonymous === false;
  useEffect(() => {
    const token = signedIn ? sessionStorage.getItem(KEY) : null;
    if (token === null) return;
    sessionStorage.removeItem(KEY);
    void takeOver({ token }).catch(() => undefined);
  }, [signedIn, takeOver]);
}
