import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { startHost } from "../main";

/**
 * `npx convex codegen` against a host that lives as long as the command: it needs a deployment, but no account and no
 * network. Works from the current directory, and passes its arguments on.
 */
const root = process.cwd();
const host = await startHost({
  convexDir: join(root, "convex"),
  dataDir: null,
  port: 0,
  sitePort: 0,
  env: {},
  watch: false,
  log: () => {},
});
const command = join(import.meta.dirname, "../../node_modules/convex/bin/main.js");
const child = spawn(process.execPath, [command, "codegen", "--typecheck", "disable", ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, CONVEX_SELF_HOSTED_URL: host.url, CONVEX_SELF_HOSTED_ADMIN_KEY: host.adminKey },
  stdio: "inherit",
});
const [code] = (await once(child, "exit")) as [number | null];
await host.close();
process.exit(code ?? 1);
