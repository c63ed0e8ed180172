import { useConvexAuth, useQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import { api } from "../../convex/_generated/api";

export type Me = NonNullable<FunctionReturnType<typeof api.accounts.me>>;

/** The caller's own account: undefined while it loads, null for whoever has none. One subscription, however many ask. */
export function useMe(): Me | null | undefined {
  const { isAuthenticated, isLoading } = useConvexAuth();
  const me = useQuery(api.accounts.me, isAuthenticated ? {} : "skip");
  if (isAuthenticated) return me;
  return isLoading ? undefined : null;
}
