import { join } from "node:path";
import { openBackend } from "./backend";
import { buildSpa } from "./build-spa";
import { run } from "./run";
import { serveSpa } from "./web-server";

const root = join(import.meta.dirname, "../..");

await run(async (settings, opened) => {
  if (await buildSpa(root)) console.log("Built the web app.");
  // The page comes first: a taken port is found before anything is written, and an early page waits for the backend.
  opened.push(await serveSpa({ dist: join(root, "dist"), port: settings.webPort, convexUrl: settings.convexUrl }));
  if (settings.embedded) opened.push(await openBackend(settings, { root, watch: false }));
});
