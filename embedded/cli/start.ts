import { join } from "node:path";
import { openBackend } from "./backend";
import { buildSpa } from "./build-spa";
import { run } from "./run";
import { serveSpa } from "./web-server";

const root = join(import.meta.dirname, "../..");

await run(async (settings, opened) => {
  if (await buildSpa(root)) console.log("Built the web app.");
  const backend = await openBackend(settings, { root, watch: false });
  opened.push(backend);
  opened.push(await serveSpa({ dist: join(root, "dist"), port: settings.webPort, convexUrl: backend.convexUrl }));
});
