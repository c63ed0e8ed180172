import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Host, startHost } from "../../embedded/main";
import { call, must, type PublicFunction, until } from "./calls";
import {
  FIGHTERS,
  openChat,
  openLive,
  openQueue,
  openSpare,
  type Place,
  playForTheCrowd,
  VISIBILITIES,
  type Visibility,
} from "./places";
import { as, asAdminOf, type Callers, dashboard, emailOf, signEverybodyIn } from "./roles";

export interface World {
  host: Host;
  callers: Callers;
  places: Record<Visibility, Place>;
  personaId: string;
  /** Of a room that was removed. */
  goneRoomId: string;
  resetCode: string;
  functions: { public: PublicFunction[]; internal: PublicFunction[]; routes: { method: string; path: string }[] };
  close(): Promise<void>;
}

/** What is to be over is over at once; what is to be on goes on for as long as the tests take. */
const FAST = "1000";
const SLOW = "0.02";
const ENV = {
  ARENA_MAX_LIVE_TURNS: "50",
  OPENROUTER_API_KEY: "sk-or-v1-planted-key",
  OPENROUTER_BASE_URL: "http://127.0.0.1:9",
  ARENA_MAIL: "log",
};
export const PLANTED_KEY = ENV.OPENROUTER_API_KEY;

/** The product's own functions on the embedded host, with everybody signed in and rooms of each visibility. */
export async function openWorld(): Promise<World> {
  const log: string[] = [];
  const dataDir = mkdtempSync(join(tmpdir(), "authority-"));
  const host = await startHost({
    convexDir: "convex",
    dataDir,
    port: 0,
    sitePort: 0,
    env: ENV,
    log: (line) => void log.push(line),
  });
  const close = async () => {
    await host.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    return { host, ...(await fill(host)), resetCode: await askForReset(host, log), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fill(host: Host): Promise<Omit<World, "host" | "resetCode" | "close">> {
  const callers = await signEverybodyIn(host);
  const byHost = as(host, callers.host);
  const personaId = await byHost<string>("personas:save", PERSONA);
  const goneRoomId = await byHost<string>("rooms:create", { topic: "A room that goes", fighters: FIGHTERS });
  await dashboard(host, "admin:deleteRoom", { roomId: goneRoomId });
  await dashboard(host, "models:store", { after: null, upTo: null, models: [LISTED] });
  await dashboard(host, "models:record", { outcome: { count: 1 } });
  const places = await openPlaces(host, callers);
  return { callers, places, personaId, goneRoomId, functions: await functionsOf(host) };
}

export const PERSONA = {
  name: "Secret persona",
  archetype: "Tester",
  colour: "#aa5500",
  style: "Short",
  prompt: "Planted words of a prompt.",
};

const LISTED = {
  modelId: "example/listed",
  name: "Listed",
  description: "A model of a provider",
  contextLength: 8_000,
  promptPrice: 0.000_001,
  completionPrice: 0.000_002,
  inputModalities: ["text"],
  supportedParameters: [],
  expiresAt: null,
};

async function openPlaces(host: Host, callers: Callers): Promise<World["places"]> {
  const wishes = VISIBILITIES.map((visibility) => ({ visibility, topic: `Is the ${visibility} topic known?` }));
  type Wish = (typeof wishes)[number];
  const each = async <T>(open: (host: Host, callers: Callers, wish: Wish) => Promise<T>) =>
    await Promise.all(wishes.map(async (wish) => await open(host, callers, wish)));
  const pace = async (value: string) => await host.engine.environment.set([{ name: "ARENA_SPARRING_SPEED", value }]);
  await pace(FAST);
  const crowds = await each(playForTheCrowd);
  await pace(SLOW);
  const lives = await each(openLive);
  await dashboard(host, "admin:setLimits", { maxLiveTurns: 1 });
  const [queues, chats, spares] = [await each(openQueue), await each(openChat), await each(openSpare)];
  const places = wishes.map((wish, at) => {
    const [{ reportId, ...crowd }, live, queue, chat, spare] = [
      crowds[at]!,
      lives[at]!,
      queues[at]!,
      chats[at]!,
      spares[at]!,
    ];
    return [wish.visibility, { ...wish, ...live, reportId, crowd, queue, chat, spare }] as const;
  });
  return Object.fromEntries(places) as World["places"];
}

/** The log is where the code goes, and nothing else. */
async function askForReset(host: Host, log: readonly string[]): Promise<string> {
  const params = { flow: "reset", email: emailOf("member") };
  await must(call(host.url, { name: "auth:signIn", kind: "action" }, { provider: "password", params }, null));
  return await until(async () => /\b\d{8}\b/.exec(log.join("\n"))?.[0]);
}

interface Spec {
  identifier?: string;
  functionType: string;
  visibility?: { kind: string };
  method?: string;
  path?: string;
}

/** What `npx convex function-spec` prints. */
async function functionsOf(host: Host): Promise<World["functions"]> {
  const spec = await must<Spec[]>(
    call(host.url, { name: "_system/cli/modules:apiSpec", kind: "query" }, {}, asAdminOf(host)),
  );
  const called = (visibility: string) =>
    spec.flatMap(({ identifier, functionType, visibility: its }) =>
      identifier && its?.kind === visibility
        ? [{ name: identifier.replace(".js:", ":"), kind: functionType.toLowerCase() as PublicFunction["kind"] }]
        : [],
    );
  const routes = spec.flatMap(({ method, path }) => (method && path ? [{ method, path }] : []));
  return { public: called("public"), internal: called("internal"), routes };
}
