import { useAuthActions } from "@convex-dev/auth/react";
import { useConvexAuth, useMutation } from "convex/react";
import { useCallback, useEffect, useRef } from "react";
import { api } from "../../../convex/_generated/api";
import { NoAnswerError } from "../../lib/errors";

const SIGN_IN_PATIENCE_MS = 15_000;

/** Creates a room; whoever has no account yet gets an anonymous one first, which makes them its host. */
export function useCreateRoom() {
  const ensureSignedIn = useEnsureSignedIn();
  const create = useMutation(api.rooms.create);
  return useCallback(
    async (args: Parameters<typeof create>[0]) => {
      await ensureSignedIn();
      return await create(args);
    },
    [ensureSignedIn, create],
  );
}

/**
 * Resolves when the server knows who is calling: `signIn` comes back before the socket carries the new token, and a
 * mutation sent in between would be refused.
 */
function useEnsureSignedIn(): () => Promise<void> {
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
