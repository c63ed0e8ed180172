import { HostError } from "../host-error";
import { banner } from "./banner";
import { readSettings, type Settings } from "./settings";

interface Closable {
  close(): Promise<void>;
}

function onSignal(parts: Closable[]): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(130);
    stopping = true;
    for (const part of parts.toReversed()) await part.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
}

/**
 * Starts a product: reads the settings, opens the parts in order, prints the banner, closes them in reverse on Ctrl-C.
 * A HostError becomes one line and exit code 1; anything else is a bug and keeps its stack.
 */
export async function run(open: (settings: Settings, opened: Closable[]) => Promise<void>): Promise<void> {
  const parts: Closable[] = [];
  onSignal(parts);
  try {
    const settings = readSettings(process.env);
    await open(settings, parts);
    console.log(banner(settings));
  } catch (error) {
    for (const part of parts.toReversed()) await part.close();
    console.error(error instanceof HostError ? `ArenaAI cannot start. ${error.message}` : error);
    process.exit(1);
  }
}
