import { join } from "node:path";
import { type Host, startHost } from "../main";
import type { Settings } from "./settings";

async function seed(host: Host): Promise<void> {
  const call = { component: "", path: "seed:demo", args: {}, identity: { kind: "none" }, visibility: "any" } as const;
  const outcome = await host.engine.mutation(call);
  if (!outcome.ok) throw new Error(`The demo room could not be made: ${outcome.error.message}`);
}

/** The embedded Convex host of `convex/`, with a demo battle in an empty database. */
export async function openBackend(settings: Settings, options: { root: string; watch: boolean }): Promise<Host> {
  const host = await startHost({
    convexDir: join(options.root, "convex"),
    dataDir: settings.dataDir,
    port: settings.convexPort,
    sitePort: settings.convexPort + 1,
    env: { ...settings.functionEnv, SITE_URL: `http://localhost:${settings.webPort}` },
    production: settings.production,
    watch: options.watch,
    log: (line) => console.log(line),
  });
  await seed(host);
  return host;
}
