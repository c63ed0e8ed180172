import { convexTest, type TestConvex } from "convex-test";
import schema from "./convex/schema";
import tallySchema from "./tally/schema";

export const modules = import.meta.glob("./convex/**/*.ts");
export const tallyModules = import.meta.glob("./tally/**/*.ts");

export type Backend = TestConvex<typeof schema>;

export function newTest(): Backend {
  return convexTest({ schema, modules });
}

/** With the component of this directory under the given names. */
export function newTestWithTally(...names: string[]): Backend {
  const t = newTest();
  for (const name of names.length === 0 ? ["tally"] : names) t.registerComponent(name, tallySchema, tallyModules);
  return t;
}

function nothing(): void {}

/** Something that waits, and what ends the wait. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = nothing;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
