import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Product } from "../../tests/support/product";

const root = join(import.meta.dirname, "../..");
/** The rivals' packages are none of the product. */
const filter = (path: string) => !path.includes("/bench/rivals/node_modules");
const SKIPPED = new Set(["node_modules", "dist", ".git", ".data"]);

/** Milliseconds from `npm start`'s process to its banner, without and with a built web app; each on a fresh database. */
export async function productStarts(): Promise<{ first: number; second: number }> {
  const checkout = mkdtempSync(join(tmpdir(), "arena-start-"));
  try {
    for (const name of readdirSync(root)) {
      if (!SKIPPED.has(name)) cpSync(join(root, name), join(checkout, name), { recursive: true, filter });
    }
    symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
    return { first: await start(checkout), second: await start(checkout) };
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
}

async function start(checkout: string): Promise<number> {
  const product = await Product.prepare({}, checkout);
  const before = performance.now();
  await product.start();
  const elapsed = performance.now() - before;
  await product.stop();
  return elapsed;
}
