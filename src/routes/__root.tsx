import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import type { ConvexReactClient } from "convex/react";
import { Suspense, useCallback, useState } from "react";
import { BrokenPage, NoSuchPage } from "../components/broken-page";
import { ConnectionBanner } from "../components/connection-banner";
import { TopBar } from "../components/top-bar";
import { type SignInRequest, SignInState } from "../hooks/sign-in-state";
import { useSession } from "../hooks/use-session";
import { lazyPart } from "../lib/load-part";

const Toasts = lazyPart(() => import("../components/toasts"));
const SignInDialog = lazyPart(() => import("../features/account/sign-in-dialog"));

export const Route = createRootRouteWithContext<{ convex: ConvexReactClient }>()({
  component: Shell,
  notFoundComponent: NoSuchPage,
  errorComponent: BrokenPage,
});

function Shell() {
  useSession();
  // The last one stays while the dialog closes.
  const [request, setRequest] = useState<SignInRequest | null>(null);
  const [signingIn, setSigningIn] = useState(false);
  const openSignIn = useCallback((next: SignInRequest = { tab: "signIn" }) => {
    setRequest(next);
    setSigningIn(true);
  }, []);
  return (
    <SignInState value={openSignIn}>
      <div className="arena-backdrop" aria-hidden="true" />
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:bg-surface focus:px-4 focus:py-3"
      >
        Skip to the battle
      </a>
      <TopBar />
      <Outlet />
      <ConnectionBanner />
      <Suspense>
        <Toasts />
      </Suspense>
      {request && (
        <Suspense>
          <SignInDialog request={request} open={signingIn} onClose={() => setSigningIn(false)} />
        </Suspense>
      )}
    </SignInState>
  );
}
