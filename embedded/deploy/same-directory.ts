import { z } from "zod";
import type { App } from "../modules/types";
import { HttpError } from "../server/http-error";

const modules = z.array(z.object({ path: z.string() }));
const push = z.object({ appDefinition: z.object({ changedModules: modules, unchangedModuleHashes: modules }) });

/** Not modules of functions: code that several share, under names of the bundler's, and the list of auth providers. */
const OTHERS = /^_deps\/|^auth\.config$/;

/**
 * The host runs its own directory, so a push of another one would seem to succeed and change nothing.
 * @throws HttpError if the push has modules that the directory has not
 */
export function assertSameDirectory(body: unknown, app: App): void {
  const parsed = push.safeParse(body);
  if (!parsed.success) return;
  const { changedModules, unchangedModuleHashes } = parsed.data.appDefinition;
  const own = new Set(app.components.get("")!.modules);
  const foreign = [...changedModules, ...unchangedModuleHashes]
    .map(({ path }) => path.replace(/\.js$/, ""))
    .filter((path) => !OTHERS.test(path) && !own.has(path));
  if (foreign.length === 0) return;
  throw new HttpError(
    400,
    "OtherDirectory",
    `not supported by the embedded host: functions of another directory than its own, which has no ${foreign.join(", ")}`,
  );
}
