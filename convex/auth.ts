import { Anonymous } from "@convex-dev/auth/providers/Anonymous";
import { convexAuth } from "@convex-dev/auth/server";

/** Hosts sign in without an account; viewers need none at all. */
export const { auth, signIn, signOut, store, isAuthenticated } = convexAuth({ providers: [Anonymous] });
