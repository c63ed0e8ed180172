import { buildSpa } from "../../embedded/cli/build-spa";
import { launchChromium } from "../support/chromium";

/** Fails at once when there is no browser, and builds the SPA that `npm start` would serve. */
export async function setup(): Promise<void> {
  const browser = await launchChromium();
  await browser.close();
  await buildSpa(process.cwd());
}
