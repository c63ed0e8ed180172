import { buildSpa } from "../../embedded/cli/build-spa";
import { findChromium } from "../support/chromium";

/** Fails at once when there is no browser, and builds the SPA that `npm start` would serve. */
export async function setup(): Promise<void> {
  await findChromium();
  await buildSpa(process.cwd());
}
