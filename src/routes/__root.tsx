import { createRootRouteWithContext, Link, Outlet, useRouter } from "@tanstack/react-router";
import type { ConvexReactClient } from "convex/react";
import { lazy, Suspense } from "react";
import { Button, plateProps } from "../components/button";
import { ConnectionBanner } from "../components/connection-banner";
import { PageMessage } from "../components/page-message";
import { TopBar } from "../components/top-bar";
import { errorText } from "../lib/errors";

const Toasts = lazy(() => import("../components/toasts"));

export const Route = createRootRouteWithContext<{ convex: ConvexReactClient }>()({
  component: Shell,
  notFoundComponent: NoSuchPage,
  errorComponent: ({ error, reset }) => <Broken error={error} reset={reset} />,
});

function Shell() {
  return (
    <>
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
    </>
  );
}

function NoSuchPage() {
  return (
    <PageMessage title="Nobody fights here" action={<BackToLobby />}>
      <title>Not found · ArenaAI</title>
      <p>There is no page at this address. The link may be mistyped.</p>
    </PageMessage>
  );
}

function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <PageMessage
      title="This page fell over"
      action={
        <>
          <Button look="gold" onClick={retry}>
            Try again
          </Button>
          <BackToLobby />
        </>
      }
    >
      <p role="alert">{errorText(error)}</p>
    </PageMessage>
  );
}

function BackToLobby() {
  return (
    <Link to="/" {...plateProps("quiet")}>
      All battles
    </Link>
  );
}
