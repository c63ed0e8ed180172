import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import {
  accountButton,
  dialogGone,
  fillCredentials,
  formStands,
  menuItem,
  openDialog,
  openMember,
  PASSWORD,
  signIn,
  signUp,
  submit,
} from "../support/account-page";
import { createRoom, openPage } from "../support/arena-page";
import { axeFindings, sidewaysScroll, smallTargets } from "../support/checks";
import { useStage } from "../support/stage";

const stage = useStage({ ARENA_SPARRING_SPEED: "50" });
const PATIENCE = { timeout: 30_000 };
const QUICK = { topic: "Tabs or spaces?", fighters: ["Socrates", "Firebrand"] as [string, string], rounds: 1 };

const open: Page[] = [];
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});

async function visit(path = "/", options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
  const page = await openPage(stage.browser, stage.product.webUrl + path, options);
  open.push(page);
  return page;
}

async function member(email: string, path = "/"): Promise<Page> {
  const page = await openMember(stage.browser, stage.product.webUrl + path, email);
  open.push(page);
  return page;
}

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor();
const alert = (page: Page) => page.getByRole("dialog").getByRole("alert");

describe("an account", () => {
  test("is made, left, come back to; a wrong password is told, and not which of both was wrong", async () => {
    const page = await member("ada@example.org");
    await menuItem(page, "Your account");
    await page.getByText("ada@example.org").waitFor();
    await menuItem(page, "Sign out");
    await heading(page, "You are not signed in");

    await openDialog(page, "Sign in");
    await fillCredentials(page, "ada@example.org", "not the password");
    await submit(page, "Sign in");
    const refused = "Email, password or code do not match.";
    await alert(page).getByText(refused).waitFor();
    await fillCredentials(page, "nobody@example.org");
    await submit(page, "Sign in");
    await expect.poll(() => alert(page).textContent(), PATIENCE).toContain(refused);
    await fillCredentials(page, "ada@example.org");
    await submit(page, "Sign in");
    await dialogGone(page);
    await page.getByText("ada@example.org").waitFor();
    await page.reload();
    await page.getByText("ada@example.org").waitFor();
  });

  test("says at the field what is wrong with it, and offers to sign in to one that exists", async () => {
    await member("grace@example.org");
    const page = await visit();
    await openDialog(page, "Create account");
    await submit(page, "Create account");
    await page.getByText("Type your email address, like name@example.org.").waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id), PATIENCE).toBe("signUp-email");
    await fillCredentials(page, "grace@example.org", "short");
    await submit(page, "Create account");
    await page.getByText("At least 10 characters; this has 5.").waitFor();
    await fillCredentials(page, "grace@example.org");
    await submit(page, "Create account");
    await page.getByText("An account with this email exists. Sign in instead.").waitFor();
    await page.getByRole("button", { name: "Sign in with this email" }).click();
    await formStands(page, "Sign in");
    const email = page.getByRole("dialog").getByRole("textbox", { name: "Email" });
    expect(await email.inputValue()).toBe("grace@example.org");
    await page.getByRole("dialog").getByLabel("Password", { exact: true }).fill(PASSWORD);
    await submit(page, "Sign in");
    await dialogGone(page);
    await accountButton(page).waitFor();
  });

  test("gets a new password by the code in the log, and the old one opens it no more", async () => {
    const first = await member("linus@example.org");
    const page = await visit();
    await openDialog(page, "Sign in");
    await page.getByRole("button", { name: "Forgot your password?" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Email" }).fill("linus@example.org");
    await submit(page, "Send the code");
    await page.getByRole("textbox", { name: "Code" }).waitFor();
    const code = await expect
      .poll(() => [...stage.product.output.matchAll(/code for \S+: (\d{8})/g)].at(-1)?.[1], PATIENCE)
      .toBeDefined()
      .then(() => [...stage.product.output.matchAll(/code for \S+: (\d{8})/g)].at(-1)![1]!);
    await page.getByRole("textbox", { name: "Code" }).fill(code === "00000000" ? "11111111" : "00000000");
    await page.getByLabel("New password").fill("another horse battery");
    await submit(page, "Set the password");
    await page.getByRole("dialog").getByText("Email, password or code do not match.").waitFor();
    await page.getByRole("textbox", { name: "Code" }).fill(code);
    await submit(page, "Set the password");
    await dialogGone(page);
    await accountButton(page).waitFor();
    // Whoever was signed in with the old one is out.
    await first.getByRole("banner").getByRole("button", { name: "Sign in" }).waitFor();
    await openDialog(first, "Sign in");
    await fillCredentials(first, "linus@example.org");
    await submit(first, "Sign in");
    await alert(first).getByText("Email, password or code do not match.").waitFor();
  });

  test("shows what is typed only when asked to, and is made for password managers", async () => {
    const page = await visit();
    await openDialog(page, "Create account");
    const dialog = page.getByRole("dialog");
    const password = dialog.getByRole("tabpanel", { name: "Create account" }).getByLabel("Password", { exact: true });
    expect([await password.getAttribute("type"), await password.getAttribute("autocomplete")]).toEqual([
      "password",
      "new-password",
    ]);
    await dialog.getByRole("button", { name: "Show password" }).click();
    expect(await password.getAttribute("type")).toBe("text");
    await dialog.getByRole("tab", { name: "Sign in" }).click();
    const known = dialog.getByRole("tabpanel", { name: "Sign in" }).getByLabel("Password", { exact: true });
    expect(await known.getAttribute("autocomplete")).toBe("current-password");
    await page.keyboard.press("Escape");
    await dialogGone(page);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), PATIENCE).toBe("Sign in");
  });

  test("offline, the form says so and keeps what was typed", async () => {
    const page = await visit();
    await openDialog(page, "Sign in");
    await fillCredentials(page, "ada@example.org");
    await page.context().setOffline(true);
    await page.getByText("No connection. What you typed stays here.").waitFor();
    await page.context().setOffline(false);
    await page.getByText("No connection. What you typed stays here.").waitFor({ state: "detached", timeout: 60_000 });
    const email = page.getByRole("dialog").getByRole("textbox", { name: "Email" });
    expect(await email.inputValue()).toBe("ada@example.org");
  });
});

test("a guest who creates an account keeps the room, without a reload, and is its host elsewhere too", async () => {
  const page = await visit("/rooms/new");
  const url = await createRoom(page, stage.product.webUrl, QUICK);
  await accountButton(page).click();
  await page.getByText("Guest, in this browser only").waitFor();
  await page.getByRole("menuitem", { name: /^Create an account/ }).click();
  await page.getByText("You are here as a guest.").first().waitFor();
  await fillCredentials(page, "keeper@example.org");
  await submit(page, "Create account");
  await dialogGone(page);
  await page.getByRole("button", { name: "Start battle" }).waitFor();
  await menuItem(page, "Your account");
  await page.getByRole("link", { name: QUICK.topic }).waitFor();
  await page.getByText("keeper@example.org").waitFor();

  const elsewhere = await visit();
  await signIn(elsewhere, "keeper@example.org");
  await elsewhere.goto(url);
  await elsewhere.getByRole("button", { name: "Start battle" }).click();
  await elsewhere.locator("article[data-turn-id]").first().waitFor();
  expect(elsewhere.url()).toBe(url);
});

describe("the account page", () => {
  test("changes the name and the password", async () => {
    const page = await member("namer@example.org");
    await menuItem(page, "Your account");
    await page.getByRole("textbox", { name: "Name" }).fill("Ada <b>L</b>");
    await page.getByRole("button", { name: "Save name" }).click();
    await heading(page, "Ada <b>L</b>");
    await page.getByLabel("Current password").fill("not the password");
    await page.getByLabel("New password").fill("another horse battery");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Email, password or code do not match.").waitFor();
    await page.getByLabel("Current password").fill(PASSWORD);
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Your password is changed.").waitFor();
    const elsewhere = await visit();
    await signIn(elsewhere, "namer@example.org", "another horse battery");
    expect(await accountButton(elsewhere).textContent()).toContain("Ada <b>L</b>");
  });

  test("lists sessions, and ends one, and all", async () => {
    const page = await member("twice@example.org");
    const other = await visit();
    await signIn(other, "twice@example.org");
    await menuItem(page, "Your account");
    const sessions = page.getByRole("region", { name: "Where you are signed in" });
    await expect.poll(() => sessions.getByRole("listitem").count(), PATIENCE).toBe(2);
    await sessions.getByText("Chrome on Linux").first().waitFor();
    await sessions.getByRole("button", { name: /^Sign out Chrome/ }).click();
    await expect.poll(() => sessions.getByRole("listitem").count(), PATIENCE).toBe(1);
    await other.getByRole("banner").getByRole("button", { name: "Sign in" }).waitFor();
    await signIn(other, "twice@example.org");
    await page.getByRole("button", { name: "Sign out everywhere", exact: true }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere" }).click();
    for (const one of [page, other]) await one.getByRole("banner").getByRole("button", { name: "Sign in" }).waitFor();
  });

  test("hands out the data as a file, without a secret", async () => {
    const page = await member("export@example.org");
    await menuItem(page, "Your account");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export my data" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^arena-data-\d{4}-\d\d-\d\d\.json$/);
    const text = readFileSync(await file.path(), "utf8");
    expect(JSON.parse(text)).toBeTypeOf("object");
    expect(text).toContain("export@example.org");
    expect(text).not.toMatch(/secret|refreshToken|\$scrypt/i);
  });

  test("deletes the account after its email was typed; its battles stay", async () => {
    const page = await member("leaver@example.org", "/rooms/new");
    const url = await createRoom(page, stage.product.webUrl, { ...QUICK, topic: "Should we stay?" });
    await menuItem(page, "Your account");
    await page.getByRole("button", { name: "Delete my account" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("hosted by “Deleted user”").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await submit(page, "Delete my account");
    await dialog.getByText("Type leaver@example.org to confirm.").waitFor();
    await dialog.getByRole("textbox").fill("leaver@example.org");
    await submit(page, "Delete my account");
    await page.getByRole("banner").getByRole("button", { name: "Sign in" }).waitFor();
    await openDialog(page, "Sign in");
    await fillCredentials(page, "leaver@example.org");
    await submit(page, "Sign in");
    await alert(page).getByText("Email, password or code do not match.").waitFor();
    const viewer = await visit(new URL(url).pathname);
    await heading(viewer, "Should we stay?");
  });
});

const looks = [390, 1440].flatMap((width) => [true, false].map((dark) => ({ width, dark })));
test.each(looks)("at $width px (dark: $dark) dialog and page hold, and axe finds nothing", async (look) => {
  const page = await visit("/account", look);
  await heading(page, "You are not signed in");
  expect(await axeFindings(page)).toEqual([]);
  await openDialog(page, "Create account");
  await submit(page, "Create account");
  await page.getByText("Type your email address").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await dialogGone(page);
  await signUp(page, `look${look.width}${look.dark}.with-a-rather-long-name@example.org`);
  await page.getByRole("region", { name: "Where you are signed in" }).getByText("This browser").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
});
