import { useAuthToken, useConvexAuth as useAuthTokens } from "@convex-dev/auth/react";
import { useConvex, useConvexAuth, useMutation } from "convex/react";
import { useEffect, useRef } from "react";
import { api } from "../../convex/_generated/api";
import { tokenSession } from "../lib/token-session";
import { useComeBack } from "./use-handover";
import { useTokensMe } from "./use-me";

/** A session that ends while a new one begins is not a sign-out. */
const ENDED_MS = 1000;
const SEEN_MS = 5 * 60_000;

/** Keeps this page and the server of one mind about who is signed in. Used once, by the frame around all pages. */
export function useSession(): void {
  const session = tokenSession(useAuthToken());
  useNewSession(session);
  useEndedSession();
  useSeen(session);
  useComeBack();
}

/**
 * A guest who signs in gets another token, here or in another tab, while the socket goes on under the old one: Convex's provider sets
 * it anew only between signed in and signed out.
 */
function useNewSession(session: string | null): void {
  const convex = useConvex();
  const { fetchAccessToken } = useAuthTokens();
  const before = useRef(session);
  useEffect(() => {
    if (session !== null && before.current !== null && session !== before.current) convex.setAuth(fetchAccessToken);
    before.current = session;
  }, [session, convex, fetchAccessToken]);
}

/** Signed out elsewhere: the token is still good, its session is gone. Asking for a new one finds that out. */
function useEndedSession(): void {
  const { isAuthenticated } = useConvexAuth();
  const { fetchAccessToken } = useAuthTokens();
  const ended = useTokensMe() === null && isAuthenticated;
  useEffect(() => {
    if (!ended) return;
    // Again and again: the network may be away.
    const ask = () => void fetchAccessToken({ forceRefreshToken: true }).catch(() => undefined);
    const timer = setInterval(ask, ENDED_MS);
    return () => clearInterval(timer);
  }, [ended, fetchAccessToken]);
}

/** What the list of sessions knows of this one. Nothing depends on it, so that a failure is nobody's business. */
function useSeen(session: string | null): void {
  const { isAuthenticated } = useConvexAuth();
  const seen = useMutation(api.accounts.seen);
  useEffect(() => {
    if (!isAuthenticated || session === null) return;
    const tell = () => void seen({}).catch(() => undefined);
    tell();
    const timer = setInterval(() => document.visibilityState === "visible" && tell(), SEEN_MS);
    return () => clearInterval(timer);
  }, [isAuthenticated, session, seen]);
}
