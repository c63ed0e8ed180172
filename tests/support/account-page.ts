import type { Browser, Page } from "playwright-core";
import { openPage } from "./arena-page";

export const PASSWORD = "correct horse battery";

/** Opens the sign-in dialog from the top bar, whoever one is. */
export async function openDialog(page: Page, tab: "Sign in" | "Create account"): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("dialog").getByRole("tab", { name: tab }).click();
  await formStands(page, tab);
}

export async function formStands(page: Page, tab: "Sign in" | "Create account"): Promise<void> {
  await page.getByRole("tabpanel", { name: tab }).waitFor();
  // The other tab's form leaves a moment later.
  await page.locator('[role="tabpanel"][inert]').waitFor({ state: "detached" });
}

export async function fillCredentials(page: Page, email: string, password = PASSWORD): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Email" }).fill(email);
  await dialog.getByLabel("Password", { exact: true }).fill(password);
}

/** Presses the form's button, not the tab that has the same name. */
export const submit = (page: Page, name: string) =>
  page.getByRole("dialog").locator("form").getByRole("button", { name, exact: true }).click();

export const dialogGone = (page: Page) => page.getByRole("dialog").waitFor({ state: "detached" });

export async function signUp(page: Page, email: string): Promise<void> {
  await openDialog(page, "Create account");
  await fillCredentials(page, email);
  await submit(page, "Create account");
  await dialogGone(page);
  await accountButton(page).waitFor();
}

export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await openDialog(page, "Sign in");
  await fillCredentials(page, email, password);
  await submit(page, "Sign in");
  await dialogGone(page);
  await accountButton(page).waitFor();
}

export const accountButton = (page: Page) => page.getByRole("banner").getByRole("button", { name: /^Account:/ });

export async function menuItem(page: Page, name: string): Promise<void> {
  await accountButton(page).click();
  await page.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click();
}

/** A person with an account and a browser of their own. */
export async function openMember(browser: Browser, url: string, email: string): Promise<Page> {
  const page = await openPage(browser, url);
  await signUp(page, email);
  return page;
}
