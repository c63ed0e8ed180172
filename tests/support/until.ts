import type { Page } from "playwright-core";
import { vi } from "vitest";

/**
 * Waits until the predicate is true in the page. Not `page.waitForFunction`: that evaluates strings in the page's own time,
 * which its content security policy forbids.
 */
export async function until<Arg>(
  page: Page,
  predicate: (arg: Arg) => boolean,
  arg: Arg,
  { timeout = 30_000 } = {},
): Promise<void> {
  // Playwright's type of the predicate unwraps handles, of which there are none here.
  const inPage = predicate as (arg: unknown) => boolean;
  await vi.waitUntil(() => page.evaluate(inPage, arg), { timeout, interval: 50 });
}
