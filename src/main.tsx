import { CSPProvider } from "@base-ui/react/csp-provider";
import { ConvexAuthProvider } from "@convex-dev/auth/react";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { ConvexReactClient } from "convex/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrokenPage } from "./components/broken-page";
import { PageMessage } from "./components/page-message";
import { expectsCode } from "./hooks/use-handover";
import { convexUrl } from "./lib/convex-url";
import { routeTree } from "./route-tree.gen";
import "./styles.css";

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof arenaRouter>;
  }
}

function arenaRouter(convex: ConvexReactClient) {
  return createRouter({
    routeTree,
    context: { convex },
    defaultPreload: "intent",
    defaultErrorComponent: BrokenPage,
    scrollRestoration: true,
  });
}

/** One client for the life of the page, made before the first render. */
function arena(url: string) {
  const convex = new ConvexReactClient(url);
  const router = arenaRouter(convex);
  return (
    <ConvexAuthProvider client={convex} shouldHandleCode={expectsCode}>
      <CSPProvider disableStyleElements>
        <RouterProvider router={router} />
      </CSPProvider>
    </ConvexAuthProvider>
  );
}

function NotSetUp() {
  return (
    <PageMessage title="No arena to connect to">
      <p>
        This page does not know its Convex deployment. Run <code>npm start</code> to serve it together with a backend,
        or set <code>VITE_CONVEX_URL</code> to the URL of your deployment and build again.
      </p>
    </PageMessage>
  );
}

const url = convexUrl(document, import.meta.env.VITE_CONVEX_URL);
createRoot(document.getElementById("root")!).render(<StrictMode>{url ? arena(url) : <NotSetUp />}</StrictMode>);
