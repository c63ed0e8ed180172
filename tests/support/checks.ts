import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** What axe finds on the page as it stands, one line each; empty when all is well. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

/** By how many pixels the page is wider than its window. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** Everything in the page's main part that can be pressed and is less than 44 px high. What stands in a label is pressed by it. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        "main :is(a, button, select, input, textarea, summary, [role=combobox])",
      ),
    ]
      .filter((element) => element.tabIndex >= 0)
      .map((element) => element.closest("label") ?? element)
      .map((element) => ({ html: element.outerHTML.slice(0, 120), box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.height > 0 && Math.round(box.height) < 44)
      .map(({ html, box }) => `${Math.round(box.height)} px: ${html}`),
  );
}
