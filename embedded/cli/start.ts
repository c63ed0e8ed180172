import { join } from "node:path";
import { buildSpa } from "./build-spa";
import { run } from "./run";
import { serveSpa } from "./web-server";

const root = join(import.meta.dirname, "../..");

await run(async (settings, opened) => {
  const built = buildSpa(root);
  const { webPort: port, convexUrl } = settings;
  // The page comes first: a taken port is found before anything is written, and an early page waits for the rest.
  opened.push(await serveSpa({ dist: join(root, "dist"), port, convexUrl, built }));
  const backend = async () => {
    if (!settings.embedded) return;
    // Loaded while the build runs: its modules take a second.
    const { openBackend } = await import("./backend");
    opened.push(await openBackend(settings, { root, watch: false }));
  };
  await Promise.all([backend(), built]);
});
