import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "../support/arena-page";
import { axeFindings, sidewaysScroll, smallTargets } from "../support/checks";
import { useStage } from "../support/stage";

const stage = useStage();
const HOSTILE = "<b>Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww";

async function openPersonas(options: { width?: number; dark?: boolean } = {}): Promise<Page> {
  const page = await openPage(stage.browser, `${stage.product.webUrl}/personas`, options);
  await page.getByRole("button", { name: "Write a persona" }).waitFor();
  return page;
}

async function fill(page: Page, name: string): Promise<void> {
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("textbox", { name: "Kind" }).fill("Navigator");
  await page.getByRole("radio", { name: "Colour 4" }).check({ force: true });
  await page.getByRole("textbox", { name: "How it argues" }).fill("Steers back to what can be reached.");
  await page
    .getByRole("textbox", { name: "Instructions for the model" })
    .fill("You are a harbour master.\nDry and exact.");
}

const yours = (page: Page) => page.getByRole("region", { name: "Yours" });

test("a persona is written, edited, deleted after a question, and brought back", async () => {
  const page = await openPersonas();
  await yours(page).getByText("You have written none yet.").waitFor();
  await page.getByRole("button", { name: "Write a persona" }).click();
  await fill(page, "Harbour Master");
  await page.getByRole("button", { name: "Save persona" }).click();
  await yours(page).getByRole("heading", { name: "Harbour Master" }).waitFor();
  await page.getByText("Saved “Harbour Master”.").waitFor();

  await page.getByRole("button", { name: "Edit Harbour Master" }).click();
  const kind = page.getByRole("textbox", { name: "Kind" });
  expect(await kind.inputValue()).toBe("Navigator");
  expect(await page.getByRole("textbox", { name: "Instructions for the model" }).inputValue()).toMatch(/Dry and exact/);
  await kind.fill("Pilot");
  await page.keyboard.press("Enter");
  await yours(page).getByText("Pilot").waitFor();

  await page.getByRole("button", { name: "Delete Harbour Master" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByText(/Rooms and battles that have it keep it/).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Delete Harbour Master" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await yours(page).getByText("You have written none yet.").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await yours(page).getByText("Pilot").waitFor();

  await page.reload();
  await yours(page).getByRole("heading", { name: "Harbour Master" }).waitFor();
  await page.context().close();
});

test("a persona written on the way to a battle is picked there, and the draft has waited", async () => {
  const page = await openPage(stage.browser, `${stage.product.webUrl}/rooms/new`);
  await page.getByLabel("Topic", { exact: true }).fill("Should harbours be free?");
  await page.getByRole("link", { name: "Write a persona, against" }).click();
  await fill(page, "Harbour Master");
  await page.getByRole("button", { name: "Save and use it" }).click();
  await page.getByRole("combobox", { name: "Persona, against" }).getByText("Harbour Master").waitFor();
  await page.waitForURL(/\/rooms\/new$/);
  expect(await page.getByLabel("Topic", { exact: true }).inputValue()).toBe("Should harbours be free?");
  await page.getByRole("button", { name: "Create battle" }).click();
  await page.getByRole("button", { name: "Start battle" }).waitFor();
  await page.getByText("Harbour Master").first().waitFor();
  await page.context().close();
});

test("a persona that is half written survives a reload, and giving up ends it", async () => {
  const page = await openPersonas();
  await page.getByRole("button", { name: "Write a persona" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Half");
  await page.reload();
  await page.getByRole("button", { name: "Write a persona" }).click();
  expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("Half");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Write a persona" }).click();
  expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("");
  await page.context().close();
});

const looks = [390, 1440].flatMap((width) => [true, false].map((dark) => ({ width, dark })));
test.each(looks)(
  "at $width px (dark: $dark) the list and the editor hold any name, and axe finds nothing",
  async (look) => {
    const page = await openPersonas(look);
    await page.getByRole("button", { name: "Write a persona" }).click();
    await fill(page, HOSTILE);
    await page.getByRole("button", { name: "Save persona" }).click();
    await yours(page).getByRole("heading", { name: HOSTILE }).waitFor();
    await page.getByRole("button", { name: "Write a persona" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("x".repeat(41));
    await page.getByRole("button", { name: "Save persona" }).click();
    await page.getByText("At most 40 characters; this has 41.").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await page.context().close();
  },
);
