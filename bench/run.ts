import { battlesBench } from "./battles";
import { hostBench } from "./host";
import { paintBench } from "./paint";
import { streamingBench } from "./streaming";

const benches: Record<string, () => Promise<void>> = {
  battles: battlesBench,
  host: hostBench,
  paint: paintBench,
  streaming: streamingBench,
};

const name = process.argv[2] ?? "";
const bench = benches[name];
if (!bench) {
  console.error(`Usage: npm run bench -- <name>, where <name> is one of: ${Object.keys(benches).join(", ")}`);
  process.exit(1);
}
await bench();
process.exit(0);
