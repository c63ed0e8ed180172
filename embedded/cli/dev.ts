import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createServer } from "vite";
import { HostError } from "../host-error";
import { openBackend } from "./backend";
import { run } from "./run";
import { securityHeaders } from "./web-headers";
import { pageFor } from "./web-server";

const root = join(import.meta.dirname, "../..");

await run(async (settings, opened) => {
  const nonce = randomBytes(16).toString("base64");
  const headers = { ...securityHeaders({ convexUrl: settings.convexUrl, nonce }) };
  const vite = await createServer({
    root,
    logLevel: "warn",
    html: { cspNonce: nonce },
    server: { host: "127.0.0.1", port: settings.webPort, strictPort: true, headers },
    plugins: [{ name: "arena:convex-url", transformIndexHtml: (html) => pageFor(html, settings.convexUrl) }],
  });
  opened.push(vite);
  await vite.listen().catch((error: Error) => {
    throw new HostError("PORT_TAKEN", `${error.message}. Set PORT to another one.`);
  });
  if (settings.embedded) opened.push(await openBackend(settings, { root, watch: true }));
});
