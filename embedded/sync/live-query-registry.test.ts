import { beforeEach, describe, expect, test } from "vitest";
import type { FunctionCall, Identity, QueryOutcome } from "../engine/types";
import { afterKey } from "../keys/key";
import { ReadSet } from "../store/read-set";
import { LiveQueryRegistry } from "./live-query-registry";
import type { Subscription, Watcher } from "./live-query";

/** A database of named cells; the query at path `p` with argument `cell` answers that cell's value. */
let cells: Map<string, number>;
let ts: bigint;
let runs: FunctionCall[];
/** Reads the identity if told to. */
let reads: (call: FunctionCall) => boolean;
let journal: (call: FunctionCall) => string | null;
let registry: LiveQueryRegistry;

const NONE: Identity = { kind: "none" };
const ADMIN: Identity = { kind: "admin" };
const user = (subject: string): Identity => ({
  kind: "user",
  attributes: { subject, issuer: "https://i", tokenIdentifier: `https://i|${subject}` },
});

async function run(call: FunctionCall): Promise<QueryOutcome> {
  runs.push(call);
  const { cell } = call.args as { cell: string };
  const set = new ReadSet();
  set.add("/cells.by_id", cell, afterKey(cell));
  const readIdentity = reads(call);
  const who = readIdentity && call.identity.kind === "user" ? call.identity.attributes.subject : null;
  const value = { n: cells.get(cell) ?? 0, who };
  return { ok: true, value, ts, reads: set, readIdentity, journal: journal(call), logLines: [] };
}

function write(...names: string[]) {
  ts++;
  for (const name of names) cells.set(name, (cells.get(name) ?? 0) + 1);
  registry.announce([{ ts, writes: names.map((key) => ({ index: "/cells.by_id", key })) }]);
}

class Viewer implements Watcher {
  woken = 0;
  failures: unknown[] = [];
  wake() {
    this.woken++;
  }
  fail(error: unknown) {
    this.failures.push(error);
  }
  watch(cell: string, identity: Identity = NONE, from: string | null = null): Subscription {
    return registry.subscribe(this, 0, { component: "", path: "p", args: { cell }, journal: from }, identity);
  }
}

const valueOf = ({ live }: Subscription) => JSON.parse(`{${live.result!.body}}`).value as { n: number; who: string };

beforeEach(() => {
  cells = new Map();
  ts = 1n;
  runs = [];
  reads = () => false;
  journal = () => null;
  registry = new LiveQueryRegistry((call) => run(call), 0n);
});

describe("sharing", () => {
  test("any number of subscriptions cost one run, and one more per change", async () => {
    const viewers = Array.from({ length: 50 }, () => new Viewer());
    const subscriptions = viewers.map((viewer, i) => viewer.watch("a", i % 2 ? NONE : user(`u${i}`)));
    await registry.settle(0n);
    expect(runs).toHaveLength(1);
    write("a");
    await registry.settle(0n);
    expect(runs).toHaveLength(2);
    expect(subscriptions.map((s) => valueOf(s).n)).toEqual(Array(50).fill(1));
    expect(viewers.every((viewer) => viewer.woken === 2)).toBe(true);
  });

  test("commits of one turn cost one run together", async () => {
    const subscription = new Viewer().watch("a");
    await registry.settle(0n);
    write("a");
    write("a", "b");
    write("a");
    await registry.settle(0n);
    expect(runs).toHaveLength(2);
    expect(valueOf(subscription).n).toBe(3);
    expect(registry.ts).toBe(ts);
  });

  test("a commit elsewhere causes no run, and moves the timestamp", async () => {
    new Viewer().watch("a");
    await registry.settle(0n);
    write("b");
    await registry.settle(0n);
    expect(runs).toHaveLength(1);
    expect(registry.ts).toBe(ts);
  });

  test("a run with an equal answer wakes nobody", async () => {
    const viewer = new Viewer();
    viewer.watch("a");
    await registry.settle(0n);
    registry.announce([{ ts: ++ts, writes: [{ index: "/cells.by_id", key: "a" }] }]);
    await registry.settle(0n);
    expect(runs).toHaveLength(2);
    expect(viewer.woken).toBe(1);
  });

  test("administrators do not share with clients", async () => {
    new Viewer().watch("a");
    new Viewer().watch("a", ADMIN);
    await registry.settle(0n);
    expect(runs.map((call) => call.visibility)).toEqual(["public", "any"]);
  });

  test("a query without subscriptions is forgotten", async () => {
    const subscription = new Viewer().watch("a");
    await registry.settle(0n);
    registry.unsubscribe(subscription);
    write("a");
    await registry.settle(0n);
    expect(runs).toHaveLength(1);
    expect(registry.size).toBe(0);
  });
});

describe("identity", () => {
  test("a query that reads it runs once per identity", async () => {
    reads = () => true;
    const subscriptions = ["x", "y", "x", "z"].map((name) => new Viewer().watch("a", user(name)));
    await registry.settle(0n);
    expect(subscriptions.map((s) => valueOf(s).who)).toEqual(["x", "y", "x", "z"]);
    expect(runs).toHaveLength(3);
    const later = new Viewer().watch("a", user("y"));
    await registry.settle(0n);
    expect(valueOf(later).who).toBe("y");
    expect(runs).toHaveLength(3);
  });

  test("a query that starts to read it later is separated then", async () => {
    reads = () => (cells.get("a") ?? 0) > 0;
    const [x, y] = [new Viewer().watch("a", user("x")), new Viewer().watch("a", user("y"))];
    await registry.settle(0n);
    expect(runs).toHaveLength(1);
    write("a");
    await registry.settle(0n);
    expect([valueOf(x).who, valueOf(y).who]).toEqual(["x", "y"]);
  });

  test("changing it reruns only what read it", async () => {
    reads = (call) => (call.args as { cell: string }).cell === "mine";
    const viewer = new Viewer();
    const mine = viewer.watch("mine", user("x"));
    const shared = viewer.watch("shared", user("x"));
    await registry.settle(0n);
    runs = [];
    for (const subscription of [mine, shared]) registry.changeIdentity(subscription, user("y"));
    await registry.settle(0n);
    expect(runs.map((call) => call.args)).toEqual([{ cell: "mine" }]);
    expect(valueOf(mine).who).toBe("y");
  });
});

describe("pages", () => {
  beforeEach(() => {
    journal = (call) => call.journal ?? `end at ts ${ts}`;
  });

  test("a changed page keeps its end, a new subscription gets a fresh first page", async () => {
    const old = new Viewer().watch("a");
    await registry.settle(0n);
    write("a");
    await registry.settle(0n);
    expect(runs.map((call) => call.journal)).toEqual([null, "end at ts 1"]);
    const fresh = new Viewer().watch("a");
    await registry.settle(0n);
    expect(fresh.live).not.toBe(old.live);
    expect(runs.at(-1)!.journal).toBeNull();
  });

  test("a client that reconnects with a journal joins the page pinned to it", async () => {
    const stayed = new Viewer().watch("a");
    await registry.settle(0n);
    const returned = new Viewer().watch("a", NONE, "end at ts 1");
    await registry.settle(0n);
    write("a");
    await registry.settle(0n);
    expect(returned.live).toBe(stayed.live);
    expect(valueOf(stayed).n).toBe(1);
    expect(registry.size).toBe(1);
  });
});

describe("consistency", () => {
  test("a commit that lands while queries run is applied at a later turn, or in this one if the results include it", async () => {
    const [a, b] = [new Viewer().watch("a"), new Viewer().watch("b")];
    await registry.settle(0n);
    write("a");
    const settling = registry.settle(0n);
    write("b");
    await settling;
    expect(registry.ts).toBe(2n);
    expect([valueOf(a).n, valueOf(b).n]).toEqual([1, 0]);
    await registry.settle(0n);
    expect(registry.ts).toBe(3n);
    expect(valueOf(b).n).toBe(1);
  });

  test("reaches a mutation's timestamp without running anything", async () => {
    await registry.settle(77n);
    expect(registry.ts).toBe(77n);
  });

  test("a query that cannot run at all fails its connections and no others", async () => {
    const [broken, fine] = [new Viewer(), new Viewer()];
    const failing = new LiveQueryRegistry(
      (call) => ((call.args as { cell: string }).cell === "x" ? Promise.reject(new Error("closed")) : run(call)),
      0n,
    );
    registry = failing;
    broken.watch("x");
    const subscription = fine.watch("a");
    await failing.settle(0n);
    expect(broken.failures).toHaveLength(1);
    expect(valueOf(subscription).n).toBe(0);
    expect(fine.failures).toHaveLength(0);
  });

  test("after a reload every query runs again", async () => {
    new Viewer().watch("a");
    new Viewer().watch("b");
    await registry.settle(0n);
    registry.invalidateAll();
    await registry.settle(0n);
    expect(runs).toHaveLength(4);
  });
});
