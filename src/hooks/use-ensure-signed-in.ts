import { useAuthActions } from "@convex-dev/auth/react";
import { useConvexAuth } from "convex/react";
import { useCallback, useEffect, useRef } from "react";
import { NoAnswerError } from "../lib/errors";

const SIGN_IN_PATIENCE_MS = 15_000;

/**
 * Gives whoever has no account yet an anonymous one. Resolves when the server knows who is calling: `signIn` comes back
 * before the socket carries the new token, and a mutation sent in between would be refused.
 */
export function useEnsureSignedIn(): () => Promise<void> {
  const auth = useConvexAuth();
  const { signIn } = useAuthActions();
  const latest = useRef(auth);
  const waiting = useRef(new Set<() => void>());

  useEffect(() => {
    latest.current = auth;
    for (const check of waiting.current) check();
  }, [auth]);

  return useCallback(async () => {
    const until = (done: () => boolean) => settled(done, waiting.current);
    await until(() => !latest.current.isLoading);
    if (latest.current.isAuthenticated) return;
    await signIn("anonymous");
    await until(() => latest.current.isAuthenticated);
  }, [signIn]);
}

/** Resolves once `done`, which is asked again whenever `waiting` is woken. @throws NoAnswerError after 15 s. */
function settled(done: () => boolean, waiting: Set<() => void>): Promise<void> {
  if (done()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const finish = (end: () => void) => {
      waiting.delete(check);
      clearTimeout(timer);
      end();
    };
    const check = () => done() && finish(resolve);
    const timer = setTimeout(() => finish(() => reject(new NoAnswerError())), SIGN_IN_PATIENCE_MS);
    waiting.add(check);
  });
}
