import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchChromium } from "./chromium";
import { Product } from "./product";

function opened<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("The stage opens in beforeAll.");
  return part;
}

/** The product on an empty database and a browser, for all tests of the calling file; `env` as `Product` takes it. */
export function useStage(env: Record<string, string> = {}): { readonly product: Product; readonly browser: Browser } {
  let product: Product | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(env), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });
  return {
    get product() {
      return opened(product);
    },
    get browser() {
      return opened(browser);
    },
  };
}
