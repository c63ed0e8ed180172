import { afterAll, beforeAll, expect, it } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";

let fixture: FixtureEngine;
beforeAll(async () => {
  fixture = await FixtureEngine.load({
    "fns.ts": `import { query, action } from "./_generated/server";
      import { api } from "./_generated/api";
      globalThis.fromModule = "for all runs";
      const realDate = globalThis.Date;

      export const replaced = query(async () => {
        globalThis.Date = class extends realDate { static now() { return 1000 + Number(Date.now() > 0); } };
        globalThis.Math = Object.assign(Object.create(Math), { random: () => 0.25 });
        globalThis.console = { log: () => { globalThis.logged = true; } };
        globalThis.process = undefined;
        globalThis.crypto = { randomUUID: () => "fixed" };
        console.log("nobody reads this");
        let env;
        try { env = process.env.X; } catch (error) { env = error.constructor.name; }
        return [Date.now(), new Date().getTime(), Math.random(), Math.floor(1.5), crypto.randomUUID(), globalThis.logged, env];
      });
      export const untouched = query(async () => [
        Date.now() > 1e12, "logged" in globalThis, globalThis.logged ?? null, typeof process.env, globalThis.fromModule,
        new Date().constructor.name, Object.getOwnPropertyDescriptor(globalThis, "Math").value === Math,
      ]);
      export const waits = action(async (ctx) => {
        globalThis.Date = { now: () => 5 };
        delete globalThis.process;
        const inner = await ctx.runQuery(api.fns.untouched, {});
        const own = [Date.now(), globalThis.process ?? null];
        globalThis.Date = realDate;
        return [own, inner, Date.now() > 1e12];
      });
      export const claims = query(async () => {
        Date.prototype.constructor = () => "claimed";
        return new Date().constructor === realDate || new Date().constructor.name === "Date";
      });`,
  });
});
afterAll(() => fixture.remove());

const UNTOUCHED = [true, false, null, "object", "for all runs", "Date", true];

it("what a function assigns to globals is what it then uses, under their own names", async () => {
  expect(await fixture.run("fns:replaced")).toEqual([1001, 1001, 0.25, 1, "fixed", true, "TypeError"]);
});

it("lasts as long as the run, and is not seen by what it calls", async () => {
  expect(await fixture.run("fns:untouched")).toEqual(UNTOUCHED);
  expect(await fixture.run("fns:waits")).toEqual([[5, null], UNTOUCHED, true]);
});

it("the prototype of dates, which is the host's too, cannot be claimed", async () => {
  expect(await fixture.run("fns:claims")).toBe(true);
  expect(new Date().constructor).toBe(Date);
});
