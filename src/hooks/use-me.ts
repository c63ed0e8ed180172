import { useConvexAuth, useQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import { api } from "../../convex/_generated/api";

export type Me = NonNullable<FunctionReturnType<typeof api.accounts.me>>;

/**
 * The caller's own account: undefined while it is not known, null for whoever has none. A token whose session has ended is given up
 * in a moment (use-session.ts), and another one may be on its way. One subscription, however many ask.
 */
export function useMe(): Me | null | undefined {
  const { isAuthenticated, isLoading } = useConvexAuth();
  const me = useTokensMe();
  if (isAuthenticated) return me ?? undefined;
  return isLoading ? undefined : null;
}

/** What the server knows of the token that this page holds; null: nothing any more. */
export function useTokensMe(): Me | null | undefined {
  const { isAuthenticated } = useConvexAuth();
  return useQuery(api.accounts.me, isAuthenticated ? {} : "skip");
}
