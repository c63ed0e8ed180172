import type { Page } from "playwright-core";

/** Notes on every page of the context what its policy refused, before any script of the page runs. */
export async function watchPolicy(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    const refused: string[] = [];
    Object.assign(window, { arenaRefused: refused });
    document.addEventListener("securitypolicyviolation", (event) => {
      refused.push(
        `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
      );
    });
  });
}

export const refusedBy = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { arenaRefused: string[] }).arenaRefused);
