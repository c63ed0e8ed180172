import type { Page } from "playwright-core";
import type { IdentityProvider, Person } from "./identity-provider";

export interface Visit {
  /** Who is signed in at the provider; "refuses" presses Cancel there. */
  person: Person | "refuses";
  /** Changes the address at which the browser comes back to the deployment, as an attacker would. */
  back?: ((address: URL) => void) | undefined;
  /** The same, of the address of the page that the deployment then sends it to. */
  home?: ((address: URL) => void) | undefined;
}

/**
 * The provider's page in this tab: the browser never gets there, and is sent where the page would send it. By Chromium's own protocol,
 * since Playwright's routes are not asked after a redirect, and this navigation is one. The visit may be changed between two sign-ins.
 */
export async function visitProvider(page: Page, provider: IdentityProvider, visit: Visit): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const home = `${new URL(page.url()).origin}/*code=*`;
  let sentHome = "";
  cdp.on("Fetch.requestPaused", ({ requestId, request }) => {
    const redirect = ({ href }: URL) => {
      const responseHeaders = [{ name: "Location", value: href }];
      void cdp.send("Fetch.fulfillRequest", { requestId, responseCode: 302, responseHeaders });
    };
    const url = new URL(request.url);
    if (url.protocol === "http:") {
      if (!visit.home || url.href === sentHome) return void cdp.send("Fetch.continueRequest", { requestId });
      visit.home(url);
      sentHome = url.href;
      return redirect(url);
    }
    try {
      const address = provider.authorize(url, visit.person);
      visit.back?.(address);
      redirect(address);
    } catch {
      // As the real ones: no way back from what it refuses, which it has noted.
      void cdp.send("Fetch.fulfillRequest", { requestId, responseCode: 400 });
    }
  });
  const patterns = ["https://github.com/*", "https://accounts.google.com/*", home];
  await cdp.send("Fetch.enable", { patterns: patterns.map((urlPattern) => ({ urlPattern })) });
}
