import { describe, expect, it } from "vitest";
import { setupFlight } from "./flight.test-support";
import { complete, fault, type Script, words } from "./scriptedProvider.test-support";

const fluent = (count: number, pauseMs: number, text: string): Script => ({
  words: words(count, pauseMs, text),
  outcome: complete(),
});

describe("a duel", () => {
  it("streams both lanes at once through shared appends, and stores each whole", async () => {
    const { run, table, clock } = setupFlight([[fluent(200, 20, "left ")], [fluent(200, 20, "right ")]]);
    expect(await run()).toEqual(["complete", "complete"]);
    expect([table.row("A").text, table.row("B").text]).toEqual(["left ".repeat(200), "right ".repeat(200)]);
    expect(clock.now()).toBeLessThan(5_000);
    expect(table.appends).toBeLessThanOrEqual(16);
  });

  it("lets each lane end for itself, as soon as it is done", async () => {
    const { run, table, clock } = setupFlight([[fluent(5, 20, "short ")], [fluent(500, 20, "long ")]]);
    const endedAt: number[] = [];
    table.disturb = () => {
      if (table.row("A").ending && endedAt.length === 0) endedAt.push(clock.now());
    };
    expect(await run()).toEqual(["complete", "complete"]);
    expect(endedAt[0]).toBeLessThan(500);
    expect(table.row("B").text).toBe("long ".repeat(500));
  });

  it("lets one lane fail or break off without touching the other", async () => {
    const broken: Script = { words: words(5, 20), outcome: fault("network") };
    const { run, table } = setupFlight([[broken], [fluent(100, 20, "fine ")]]);
    expect(await run()).toEqual(["interrupted", "complete"]);
    expect(table.row("B").text).toBe("fine ".repeat(100));
  });

  it("lets one lane wait for a retry while the other streams", async () => {
    const late = { outcome: fault("rate_limited", true, 3_000) };
    const { run, table } = setupFlight([[late, fluent(5, 20, "late ")], [fluent(100, 20, "fine ")]]);
    expect(await run()).toEqual(["complete", "complete"]);
    expect(table.waits.map(({ turnId }) => turnId)).toEqual(["A", "A"]);
  });

  it("stops one lane alone: its request is closed, and the other goes on", async () => {
    const { run, table, providers } = setupFlight([[fluent(500, 20, "left ")], [fluent(500, 20, "right ")]]);
    table.row("A").cancelledAt = 2_000;
    expect(await run()).toEqual(["stopped", "complete"]);
    expect(providers[0]!.abortedAt! - 2_000).toBeLessThanOrEqual(600);
    expect(providers[1]!.abortedAt).toBeNull();
    expect(table.row("B").text).toBe("right ".repeat(500));
  });

  it("stops a lane that is silent while the other one flows", async () => {
    const silent: Script = {
      words: [
        [10, "a"],
        [600_000, "late"],
      ],
      outcome: complete(),
    };
    const { run, table, providers } = setupFlight([[silent], [fluent(500, 20, "right ")]]);
    table.row("A").cancelledAt = 2_000;
    expect(await run()).toEqual(["stopped", "complete"]);
    expect(providers[0]!.abortedAt! - 2_000).toBeLessThanOrEqual(300);
  });

  it("is cancelled as a whole within 300 ms, also when both are silent", async () => {
    const silent: Script = { words: [[600_000, "late"]], outcome: complete() };
    const { run, table, providers, clock } = setupFlight([[silent], [silent]]);
    for (const name of ["A", "B"]) table.row(name).cancelledAt = 2_000;
    expect(await run()).toEqual(["stopped", "stopped"]);
    for (const { abortedAt } of providers) expect(abortedAt! - 2_000).toBeLessThanOrEqual(300);
    expect([table.closed.length, clock.pendingTimers]).toEqual([2, 0]);
  });

  it("ends the other lane properly when one provider breaks its promise, and then says so", async () => {
    const { run, table, providers } = setupFlight([[fluent(5, 20, "left ")], [fluent(100, 20, "right ")]]);
    providers[0]!.stream = () => Promise.reject(new Error("a bug"));
    await expect(run()).rejects.toThrow("a bug");
    expect(table.row("B").ending).toMatchObject({ kind: "complete" });
    expect(table.closed.map(({ outcome }) => outcome)).toEqual(["lost", "complete"]);
  });

  it("numbers the calls of each lane for itself", async () => {
    const { run, table } = setupFlight([[fluent(1, 5, "a")], [fluent(1, 5, "b")]]);
    await run();
    expect(table.opened.map(({ callId }) => callId)).toEqual(["A.1.1", "B.1.1"]);
  });
});
