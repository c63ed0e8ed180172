import { createRequire } from "node:module";
import { join } from "node:path";
import type { Value } from "convex/values";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import type { Host } from "../main";
import { liftTimeLimits } from "../runtime/function-time";
import { closeAfterTest, mutationRef, openHost, queryRef } from "../server/fixtures/test-host";

// The library hashes passwords in plain JavaScript, which takes half of a mutation's second on an idle machine.
liftTimeLimits();

interface Window {
  readonly document: { createElement(name: string): Element };
  readonly localStorage: Storage;
  readonly navigator: object;
  close(): void;
}
// jsdom has no types of its own.
const { JSDOM } = createRequire(import.meta.url)("jsdom") as {
  JSDOM: new (html: string, options: object) => { window: Window };
};

let browser: Window;
beforeAll(() => {
  browser = new JSDOM("<!doctype html>", { url: "http://localhost:5173/" }).window;
  // The host cannot be bundled in vitest's jsdom environment, so React gets its browser here.
  for (const name of ["document", "localStorage", "navigator"] as const) vi.stubGlobal(name, browser[name]);
  vi.stubGlobal("window", browser);
});
afterAll(() => {
  vi.unstubAllGlobals();
  browser.close();
});

interface Page {
  signedIn: boolean | null;
  letters: unknown;
  actions: { signIn(provider: string, params?: Record<string, Value>): Promise<unknown>; signOut(): Promise<void> };
  mutate(text: string): Promise<unknown>;
}

/** One browser tab with the library's own provider, on the official React client. */
async function openPage(host: Host): Promise<Page> {
  const { createElement } = await import("react");
  const { createRoot } = await import("react-dom/client");
  const { ConvexReactClient, useConvexAuth, useQuery } = await import("convex/react");
  const { ConvexAuthProvider, useAuthActions } = await import("@convex-dev/auth/react");
  const client = new ConvexReactClient(host.url, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    logger: false,
    unsavedChangesWarning: false,
  });
  const page = { mutate: (text: string) => client.mutation(mutationRef("letters:write"), { text }) } as Page;
  function Body({ onRender }: { onRender: (state: Partial<Page>) => void }) {
    const { isLoading, isAuthenticated } = useConvexAuth();
    const letters: unknown = useQuery(queryRef("letters:mine"), {});
    const actions = useAuthActions() as Page["actions"];
    onRender({ signedIn: isLoading ? null : isAuthenticated, letters, actions });
    return null;
  }
  const body = createElement(Body, { onRender: (state) => void Object.assign(page, state) });
  const props = { client, children: body };
  const root = createRoot(browser.document.createElement("div"));
  root.render(createElement(ConvexAuthProvider, props));
  closeAfterTest(async () => {
    root.unmount();
    await client.close();
  });
  return page;
}

test("the library's React provider signs up, keeps the session over a reload, and signs out", async () => {
  const host = await openHost({ convexDir: join(import.meta.dirname, "fixtures/app") });
  const page = await openPage(host);
  await vi.waitFor(() => expect(page).toMatchObject({ signedIn: false, letters: null }));
  await page.actions.signIn("password", { flow: "signUp", email: "alice@example.com", password: "correct horse" });
  await vi.waitFor(() => expect(page).toMatchObject({ signedIn: true, letters: [] }));
  await page.mutate("hello");
  await vi.waitFor(() => expect(page.letters).toEqual(["hello"]));

  const reloaded = await openPage(host);
  await vi.waitFor(() => expect(reloaded).toMatchObject({ signedIn: true, letters: ["hello"] }));

  await reloaded.actions.signOut();
  await vi.waitFor(() => expect(reloaded).toMatchObject({ signedIn: false, letters: null }));
  expect(browser.localStorage.length).toBe(0);
  const wrong = { flow: "signIn", email: "alice@example.com", password: "wrong horse" };
  await expect(reloaded.actions.signIn("password", wrong)).rejects.toThrow("InvalidSecret");
  expect(reloaded.signedIn).toBe(false);
});
