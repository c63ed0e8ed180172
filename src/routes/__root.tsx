import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import type { ConvexReactClient } from "convex/react";
import { lazy, Suspense } from "react";
import { BrokenPage, NoSuchPage } from "../components/broken-page";
import { ConnectionBanner } from "../components/connection-banner";
import { TopBar } from "../components/top-bar";

const Toasts = lazy(() => import("../components/toasts"));

export const Route = createRootRouteWithContext<{ convex: ConvexReactClient }>()({
  component: Shell,
  notFoundComponent: NoSuchPage,
  errorComponent: BrokenPage,
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
