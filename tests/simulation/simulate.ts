import { vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import { COMPLETION_PRICE, PROMPT_PRICE } from "../../convex/providers/sparring/catalogue";
import { signedIn } from "../../convex/testSetup.test-support";
import type { ActionKind, Handler } from "./action";
import { Viewer } from "./audience";
import { EndChecks } from "./check-ends";
import { type Person, Voter } from "./crowd";
import { replace, scope, takeGlobals } from "./globals";
import { Host } from "./host";
import type { Violation } from "./journal";
import { modelsOf } from "./plan";
import { remainsOf } from "./snapshot";
import { Troubles } from "./troubles";
import { type Sabotage, START, World } from "./world";

vi.mock("../../convex/providers/select", () => ({ providerFor: () => scope.getStore()?.provider }));

const VIEWERS = 3;
const LEASE_SWEEP_MS = 60_000;
const CALL_SWEEP_MS = 300_000;
const ASK_MS = 4_000;
/** After the calm begins. A turn may be put off five times by five minutes each, and a lost call is swept after twenty. */
const BOUND_MS = 6 * 3_600_000;

/** What a run came to. `log` is the same for the same seed. */
export interface Outcome {
  seed: number;
  log: string[];
  seen: ReadonlySet<string>;
  violation: Violation | null;
}

/** One battle, or two that compete for slots, from start to end. Everything in it follows from the seed. */
export async function simulate(seed: number, sabotage?: Sabotage): Promise<Outcome> {
  const handlers = await realActions();
  let troubles: Troubles | undefined;
  const world = new World(seed, (_world, kind, args) => troubles?.launch(kind, args), sabotage);
  troubles = new Troubles(world, handlers);
  const release = takeGlobals(world.timeline, world.chance, (run, ms) => world.schedule(run, ms, troubles.lag()));
  for (const [name, value] of Object.entries(world.plan.env)) vi.stubEnv(name, value);
  const { journal } = world;
  const listen = replace(console, "error", (...words: unknown[]) => {
    journal.require(false, "no scheduled function fails", () => words.map(String).join(" "));
  });
  try {
    await begin(world);
    troubles.begin();
    await untilQuiet(world);
    if (journal.violation === null) await checkEnd(world);
  } finally {
    listen();
    release();
    vi.unstubAllEnvs();
  }
  return { seed, log: journal.log, seen: journal.seen, violation: journal.violation };
}

/** The actions as they are deployed, without what Convex puts around them. */
async function realActions(): Promise<{ [kind in ActionKind]: Handler }> {
  const [fight, referee] = await Promise.all([import("../../convex/fight"), import("../../convex/referee")]);
  return { run: handlerOf(fight.run), judge: handlerOf(referee.judge) };
}

function handlerOf(action: object): Handler {
  return (action as { _handler: Handler })._handler;
}

async function begin(world: World): Promise<void> {
  const { t, plan, timeline, viewers, journal } = world;
  const hostPerson = await signedIn(t);
  const host = new Host(world, hostPerson);
  for (const { mirror, ...room } of plan.rooms) {
    journal.saw(`format: ${room.format}`);
    journal.note(JSON.stringify(room));
    const roomId = await hostPerson.mutation(api.rooms.create, room);
    timeline.after(world.chance.int(0, 3_000), async () => {
      await host.do("start", api.battles.start, { roomId, mirror });
    });
  }
  journal.note(JSON.stringify(plan));
  await t.run(async ({ db }) => {
    for (const modelId of modelsOf("arena")) if (plan.priced) await db.insert("models", listed(modelId));
  });
  const voters: Person[] = [];
  for (let n = 0; n < plan.voters; n++) voters.push(await signedIn(t, { isAnonymous: false }));
  for (const [n, person] of voters.entries()) new Voter(world, person, n).begin();
  for (let n = 0; n < VIEWERS; n++) viewers.push(new Viewer(world, n));
  timeline.after(4_000, () => host.begin());
  every(world, LEASE_SWEEP_MS, async () => void (await world.execute("mutation", internal.turns.sweep, {}, null)));
  every(world, CALL_SWEEP_MS, async () => void (await world.execute("mutation", internal.usage.sweep, {}, null)));
  if (plan.viewersReap) every(world, ASK_MS, () => askAboutStuckTurns(world));
}

/** A real model as the sync finds it, at the price of a scripted one. */
function listed(modelId: string) {
  const facts = { modelId, name: modelId, description: "", contextLength: 128_000, expiresAt: null, syncedAt: START };
  const prices = { promptPrice: PROMPT_PRICE, completionPrice: COMPLETION_PRICE };
  return { ...facts, ...prices, inputModalities: [], supportedParameters: [] };
}

function every(world: World, ms: number, run: () => Promise<void>): void {
  const again = async () => {
    await run();
    world.timeline.after(ms, again);
  };
  world.timeline.after(world.chance.int(1, ms), again);
}

async function askAboutStuckTurns(world: World): Promise<void> {
  const stuck = new Set(world.viewers.flatMap((viewer) => viewer.stuck()));
  for (const turnId of stuck) {
    const reaped = await world.execute("mutation", api.turns.reapIfStale, { turnId }, null);
    world.journal.saw(reaped === true ? "a viewer found a lost turn" : "a viewer asked in vain");
  }
}

async function untilQuiet(world: World): Promise<void> {
  const { timeline, journal, plan } = world;
  const deadline = START + plan.calmAt + BOUND_MS;
  let asked = Number.NEGATIVE_INFINITY;
  while (journal.violation === null) {
    const quiet = world.before.battles.length >= plan.rooms.length && world.quiet;
    if (quiet && timeline.now - asked >= ASK_MS) {
      asked = timeline.now;
      if (await noCallIsOpen(world)) return;
    }
    const late = timeline.nextAt > deadline;
    journal.require(!late, "every battle reaches its end", () => JSON.stringify(world.before.battles));
    if (late) return;
    await timeline.step((now) => void vi.setSystemTime(now));
    await world.observe();
  }
}

async function noCallIsOpen({ t }: World): Promise<boolean> {
  return await t.query(async ({ db }) => (await db.query("openCalls").first()) === null);
}

async function checkEnd(world: World): Promise<void> {
  const { t, ledger, traces, viewers, before, journal } = world;
  const remains = await remainsOf(t);
  ledger.checkEnd(remains);
  new EndChecks(journal, traces).check(before, remains);
  if (before.battles.some(({ mirror }) => mirror?.leg === 2)) journal.saw("second leg of a mirror match");
  const calls = await t.query(async ({ db }) => await db.query("toolCalls").take(200));
  for (const { status } of calls) journal.saw(`tool call: ${status}`);
  for (const { _id: battleId } of before.battles) {
    const finished = await t.query(api.turns.list, { battleId });
    for (const viewer of viewers) viewer.checkEnd(finished);
  }
}
