import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { accountButton, openDialog } from "./account-page";
import { launchChromium } from "./chromium";
import { type Visit, visitProvider } from "./consent";
import { CLIENTS, IdentityProvider, type Person } from "./identity-provider";
import { Product } from "./product";

export const PROVIDERS = ["GitHub", "Google"] as const;
export type Name = (typeof PROVIDERS)[number];

const TABLES = ["users", "authAccounts", "authSessions"];

let people = 0;
export function somebody(rest: Partial<Person> = {}): Person {
  const id = 7001 + people++;
  return { id, name: `Real Name ${id}`, email: `person${id}@example.org`, verified: true, ...rest };
}

export const providerButton = (page: Page, name: Name) =>
  page.getByRole("dialog").getByRole("button", { name: `Go on with ${name}` });

/** What follows is a navigation over several sites: it is waited for by what comes of it. */
export const press = (page: Page, name: Name) => providerButton(page, name).click({ noWaitAfter: true });

/** Said on the page to whoever comes back without a sign-in. */
export const failedWith = (page: Page, name: Name) =>
  page.getByText(`Signing in with ${name} did not work, and nothing has changed. You can try again.`);

/** What the page notes for the way back; nothing once that is over. */
export const notesIn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...Object.keys(sessionStorage), ...Object.keys(localStorage)].filter((key) => /^arena-(left|handover)$/.test(key)),
  );

/** The product with sign-in at GitHub and Google set up, a server that stands for both, and a browser. */
export class OAuthStage {
  provider!: IdentityProvider;
  product!: Product;
  browser!: Browser;
  #adminKey = "";
  readonly #open: Page[] = [];
  /** What browsers were given to keep secret. */
  readonly told: string[] = [];
  /** What the policy of any page refused. */
  readonly violations: string[] = [];

  async open(): Promise<void> {
    this.provider = await IdentityProvider.start();
    const env = { ...this.provider.env, ARENA_SPARRING_SPEED: "50" };
    [this.product, this.browser] = await Promise.all([Product.start(env), launchChromium()]);
    this.#adminKey = readFileSync(join(this.product.env.DATA_DIR!, "admin-key"), "utf8").trim();
  }

  async close(): Promise<void> {
    await this.browser?.close();
    await this.product?.stop();
    await this.provider?.close();
  }

  async closePages(): Promise<void> {
    for (const page of this.#open.splice(0)) {
      const { origins } = await page.context().storageState();
      const kept = origins.flatMap(({ localStorage }) => localStorage.map(({ value }) => value));
      this.told.push(...kept.filter((value) => value.length > 40));
      await page.context().close();
    }
  }

  /** As `npm start` prints it: that is where people are sent back to. */
  webUrl(path = ""): string {
    return `http://localhost:${this.product.env.PORT}${path}`;
  }

  /** A browser of its own. */
  async visit(url: string): Promise<Page> {
    const context = await this.browser.newContext();
    const page = await context.newPage();
    this.#open.push(page);
    page.setDefaultTimeout(60_000);
    page.on("console", (message) => {
      if (/content security policy|trusted ?type/i.test(message.text())) this.violations.push(message.text());
    });
    page.on("request", (request) => {
      const code = new URL(request.url()).searchParams.get("code");
      if (code && request.isNavigationRequest()) this.told.push(code);
    });
    await page.goto(url.startsWith("/") ? this.webUrl(url) : url);
    return page;
  }

  /** From the dialog, as nobody. */
  async goOnWith(page: Page, name: Name, there: Visit): Promise<void> {
    await visitProvider(page, this.provider, there);
    await openDialog(page, "Sign in");
    await press(page, name);
  }

  async enter(name: Name, person: Person): Promise<Page> {
    const page = await this.visit("/account");
    await this.goOnWith(page, name, { person });
    await page.waitForURL(this.webUrl("/account"));
    await accountButton(page).waitFor();
    return page;
  }

  /** How many people, ways to sign in and sessions are stored. */
  async counted(): Promise<{ users: number; accounts: number; sessions: number }> {
    const [users = 0, accounts = 0, sessions = 0] = await Promise.all(TABLES.map((table) => this.#rows(table)));
    return { users, accounts, sessions };
  }

  async #rows(table: string): Promise<number> {
    const args = { table, order: "asc", paginationOpts: { cursor: null, numItems: 1000 } };
    const response = await fetch(`${this.product.convexUrl}/api/query`, {
      method: "POST",
      headers: { ...this.#admin(), "content-type": "application/json" },
      body: JSON.stringify({ path: "_system/cli/tableData", args, format: "json" }),
    });
    const { value } = (await response.json()) as { value: { page: unknown[] } };
    return value.page.length;
  }

  /** All that the host printed and that its functions logged, and all that must not be in it. */
  async printed(): Promise<{ text: string; secrets: Set<string> }> {
    const logs = `${this.product.convexUrl}/api/stream_function_logs?cursor=0`;
    const response = await fetch(logs, { headers: this.#admin() });
    const clients = [CLIENTS.github.secret, CLIENTS.google.secret];
    return {
      text: this.product.output + (await response.text()),
      secrets: new Set([...clients, ...this.provider.secrets, ...this.told]),
    };
  }

  #admin() {
    return { authorization: `Convex ${this.#adminKey}` };
  }
}

/** For all tests of the calling file. Each is seen to break no policy. */
export function useOAuthStage(): OAuthStage {
  const stage = new OAuthStage();
  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  beforeEach(() => void stage.provider.refused.splice(0));
  afterEach(async () => {
    await stage.closePages();
    expect(stage.violations.splice(0)).toEqual([]);
  });
  return stage;
}
