import { ConvexHttpClient } from "convex/browser";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import { accountButton, menuItem, openDialog, PASSWORD } from "../support/account-page";
import { createRoom } from "../support/arena-page";
import { visitProvider } from "../support/consent";
import { notesIn, press, providerButton, PROVIDERS, somebody, useOAuthStage } from "../support/oauth-stage";
import { Product } from "../support/product";

/** GitHub and Google cannot be reached from here: a server stands for them. All else is the product, and a browser as people use it. */
const stage = useOAuthStage();
const PATIENCE = { timeout: 60_000 };

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).textContent();
const profile = (page: Page) => page.getByRole("region", { name: "Profile" });

const offered = (page: Page) =>
  page
    .getByRole("dialog")
    .getByRole("button", { name: /^Go on with/ })
    .allTextContents();

async function rename(page: Page, name: string): Promise<void> {
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Save name" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** A password account with a name; proven once its owner has typed a code that was sent to the address. */
async function passwordAccount(email: string, name: string, proven: boolean): Promise<void> {
  const { product } = stage;
  const client = new ConvexHttpClient(product.convexUrl);
  const act = async (params: Record<string, string>) =>
    await client.action(api.auth.signIn, { provider: "password", params: { email, ...params } });
  const { tokens } = await act({ flow: "signUp", password: PASSWORD });
  client.setAuth(tokens!.token);
  await client.mutation(api.accounts.rename, { name });
  if (!proven) return;
  const before = product.output.length;
  await act({ flow: "reset" });
  const sent = () => /code for \S+: (\d{8})/.exec(product.output.slice(before))?.[1];
  await expect.poll(sent, PATIENCE).toBeDefined();
  await act({ flow: "reset-verification", code: sent()!, newPassword: PASSWORD });
}

describe("the dialog offers", () => {
  const half = { AUTH_GITHUB_ID: "a", AUTH_GITHUB_SECRET: "b", AUTH_GOOGLE_ID: "c" };
  test.each([
    ["neither provider without variables", {}, []],
    ["only the one whose id and secret are both set", half, ["Go on with GitHub"]],
  ])("%s", async (_, env, expected) => {
    const other = await Product.start({ ...env, ARENA_SPARRING_SPEED: "50" });
    try {
      const page = await stage.visit(`http://localhost:${other.env.PORT}/`);
      await openDialog(page, "Sign in");
      // It comes with the same answer that the buttons come with.
      await page.getByRole("button", { name: "Forgot your password?" }).waitFor();
      expect(await offered(page)).toEqual(expected);
    } finally {
      await other.stop();
    }
  });

  test("both where both are set, whether one signs in or signs up", async () => {
    const page = await stage.visit("/");
    for (const tab of ["Sign in", "Create account"] as const) {
      await openDialog(page, tab);
      await providerButton(page, "GitHub").waitFor();
      expect(await offered(page)).toEqual(["Go on with GitHub", "Go on with Google"]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
  });
});

describe.each(PROVIDERS)("with %s", (name) => {
  test("an account is made, with the email and without the name, and found again from another browser", async () => {
    const person = somebody({ hidden: true });
    const before = await stage.counted();
    const page = await stage.enter(name, person);
    await profile(page).getByText(person.email, { exact: true }).waitFor();
    expect(await heading(page)).toMatch(/^Player \w{4}$/);
    expect(await page.locator("body").innerText()).not.toContain(person.name);
    const { users, accounts, sessions } = before;
    expect(await stage.counted()).toEqual({ users: users + 1, accounts: accounts + 1, sessions: sessions + 1 });
    await rename(page, `Chosen ${name}`);

    // With another address at the provider they are who they were.
    const elsewhere = await stage.enter(name, { ...person, email: `new-${person.email}` });
    await elsewhere.getByRole("heading", { level: 1, name: `Chosen ${name}` }).waitFor();
    await profile(elsewhere).getByText(person.email, { exact: true }).waitFor();
    expect(await stage.counted()).toEqual({ users: users + 1, accounts: accounts + 1, sessions: sessions + 2 });
    await elsewhere.reload();
    await elsewhere.getByRole("heading", { level: 1, name: `Chosen ${name}` }).waitFor();
    expect(await notesIn(elsewhere)).toEqual([]);
    expect(stage.provider.refused).toEqual([]);
  });

  test("a guest finds the room again, and is its host", async () => {
    const page = await stage.visit("/rooms/new");
    const topic = `Should ${name} keep this room?`;
    const url = await createRoom(page, stage.webUrl(), { topic, fighters: ["Socrates", "Firebrand"], rounds: 1 });
    await visitProvider(page, stage.provider, { person: somebody() });
    await accountButton(page).click();
    await page.getByText("Guest, in this browser only").waitFor();
    await page.getByRole("menuitem", { name: /^Create an account/ }).click();
    await press(page, name);
    await page
      .getByRole("banner")
      .getByRole("button", { name: /^Account: Player/ })
      .waitFor();
    expect(page.url()).toBe(url);
    await page.getByRole("button", { name: "Start battle" }).click();
    await page.locator("article[data-turn-id]").first().waitFor();
    await menuItem(page, "Your account");
    await page.getByRole("link", { name: topic }).waitFor();
    expect(await notesIn(page)).toEqual([]);
  });
});

describe("an account with a password and the same email", () => {
  test.each([
    ["is not opened by Google while nobody has proven to read mail there", "Google", false, true, false],
    ["is opened by Google once its owner has proven it", "Google", true, true, true],
    ["is not opened by a Google account that has not proven it", "Google", true, false, false],
    ["is not opened by GitHub, which does not say what is proven", "GitHub", true, true, false],
  ] as const)("%s", async (_, name, proven, verified, linked) => {
    const person = somebody({ verified });
    const owner = `Owner of ${person.id}`;
    await passwordAccount(person.email, owner, proven);
    const { users, accounts } = await stage.counted();
    const page = await stage.enter(name, person);
    await profile(page)
      .getByText(linked ? person.email : "None", { exact: true })
      .waitFor();
    expect(await heading(page)).toMatch(linked ? owner : /^Player \w{4}$/);
    expect(await stage.counted()).toMatchObject({ users: users + (linked ? 0 : 1), accounts: accounts + 1 });
  });
});

test("neither what is printed nor what functions log holds a secret, a code or a token of all this", async () => {
  const { text, secrets } = await stage.printed();
  expect(text).toContain("verifyCodeAndSignIn");
  expect(secrets.size).toBeGreaterThan(40);
  expect([...secrets].filter((secret) => text.includes(secret))).toEqual([]);
});
