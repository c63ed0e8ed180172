import type { Page } from "playwright-core";

/** What a model's words may become: elements of text, and links. */
const WORDS =
  "a bdi blockquote br code del div em h4 hr li ol p pre span strong sup table tbody td th thead tr ul section input".split(
    " ",
  );

/**
 * Listens, before the page's first script, for whatever hostile words may do: run, ask another host, open a dialog, put an
 * element where only words belong, or make the page wider than its window. `breaches` is empty while they are inert.
 */
export async function watchBreaches(
  page: Page,
  own: readonly string[],
): Promise<{ breaches: () => Promise<string[]> }> {
  const outside: string[] = [];
  page.on("dialog", (dialog) => {
    outside.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!own.includes(new URL(request.url()).origin)) outside.push(`request: ${request.url()}`);
  });
  page.on("popup", (popup) => outside.push(`popup: ${popup.url()}`));
  page.on("pageerror", (error) => outside.push(`error: ${error.message}`));
  await page.addInitScript((words: string[]) => {
    const seen = new Set<string>();
    Object.assign(window, { arenaBreaches: seen });
    const look = () => {
      if ("__pwned" in window) seen.add("a script ran");
      const over = document.documentElement.scrollWidth - innerWidth;
      if (over > 0) seen.add(`the page scrolls sideways by ${over} px`);
      for (const element of document.querySelectorAll("[data-turn-text] *")) {
        const name = element.localName;
        const place = element.closest("article")?.getAttribute("aria-label");
        if (!words.includes(name)) seen.add(`<${name}> in ${place}`);
        for (const { name: attribute } of element.attributes) {
          if (
            /^on|^(src|srcset|style|id|name|form|tabindex|contenteditable|popover)/.test(attribute) &&
            name !== "td" &&
            name !== "th"
          )
            seen.add(`${attribute} of <${name}> in ${place}`);
        }
      }
    };
    let waiting = false;
    new MutationObserver(() => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        look();
      });
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    document.addEventListener("securitypolicyviolation", (event) => {
      seen.add(`the policy had to refuse ${event.effectiveDirective} ${event.blockedURI}`);
    });
    addEventListener("hashchange", () => seen.add(`the address became ${location.href}`));
  }, WORDS);
  const inside = () => page.evaluate(() => [...(window as unknown as { arenaBreaches: Set<string> }).arenaBreaches]);
  return { breaches: async () => [...outside, ...(await inside())] };
}

/** What the words of finished turns do that words must not: links to anywhere but https, controls, boxes outside of the turn's own. */
export function wordsOutOfPlace(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const text of document.querySelectorAll<HTMLElement>("[data-turn-text]")) {
      const article = text.closest("article")!;
      const say = (what: string) => found.push(`${article.ariaLabel}: ${what}: ${text.textContent?.slice(0, 60)}`);
      const card = article.getBoundingClientRect();
      const box = text.getBoundingClientRect();
      if (box.right > card.right + 1 || box.left < card.left - 1) say("its words are wider than its card");
      // Accents piled upon accents are painted far outside of every box, unless it clips.
      const { overflowX, overflowY } = getComputedStyle(text);
      if (overflowX !== "clip" || overflowY !== "clip") say("what is painted is not clipped");
      for (const link of text.querySelectorAll("a")) {
        if (link.protocol !== "https:" || link.target !== "_blank" || !link.relList.contains("noopener"))
          say(`link to ${link.href}`);
        // Browsers show a name of mixed alphabets by its code; the words of a link must tell where it leads.
        if (!link.textContent?.includes(link.host) && !link.nextElementSibling?.textContent?.includes(link.host))
          say(`the link hides ${link.host}`);
      }
      const controls = "button, select, textarea, summary, [role], [tabindex], [onclick], form, label, :enabled";
      for (const control of text.querySelectorAll(controls)) say(`control <${control.localName}>`);
      for (const element of text.querySelectorAll<HTMLElement>("*")) {
        const style = getComputedStyle(element);
        // The heading of footnotes, for screen readers only.
        if (element.matches("h4.sr-only")) continue;
        if (style.position !== "static" && style.position !== "relative")
          say(`${style.position} <${element.localName}>`);
        if (element.closest("pre, table, .sr-only")) continue;
        const { left, right, width } = element.getBoundingClientRect();
        if (width > 0 && (right > card.right + 1 || left < card.left - 1))
          say(`<${element.localName}> leaves the card`);
      }
    }
    return found;
  });
}
