import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** Flags that keep Chromium quiet on a closed network; the sandbox is off only where it cannot work, as root. */
const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

interface ChromiumBinary {
  path: string;
  args: string[];
}

function installed(): string | undefined {
  const dirs = (process.env.PATH ?? "").split(delimiter);
  return [...dirs.flatMap((dir) => NAMES.map((name) => join(dir, name))), MAC].find((path) => existsSync(path));
}

/** The binary that @sparticuz/chromium carries inside its npm package (Linux x64 only). */
async function packaged(): Promise<ChromiumBinary | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const { default: shipped } = await import("@sparticuz/chromium");
  // Not its own flags: they are for Lambda, and its single process ends with the first closed context.
  return { path: await shipped.executablePath(), args: [...FLAGS, "--no-sandbox", "--headless"] };
}

const INSTALL = "Run: apt-get install -y chromium (or set CHROME_PATH to a browser).";

/**
 * Finds a Chromium: CHROME_PATH, then one on the PATH, then the packaged one.
 * @throws Error naming the one command to run; browser tests are never skipped.
 */
async function findChromium(): Promise<ChromiumBinary> {
  const wanted = process.env.CHROME_PATH;
  if (wanted) {
    if (!existsSync(wanted)) throw new Error(`CHROME_PATH is ${wanted}, and there is no such file.`);
    return { path: wanted, args: FLAGS };
  }
  const path = installed();
  if (path) return { path, args: FLAGS };
  const shipped = await packaged();
  if (shipped) return shipped;
  throw new Error(
    "The browser tests need Chromium. Run: apt-get install -y chromium (or set CHROME_PATH to a browser).",
  );
}

/** @throws Error naming the one command to run, also for a browser that is there but does not start. */
export async function launchChromium(): Promise<Browser> {
  const { path, args } = await findChromium();
  try {
    return await chromium.launch({ executablePath: path, args, headless: true });
  } catch (cause) {
    throw new Error(`The Chromium at ${path} does not start. ${INSTALL}`, { cause });
  }
}
