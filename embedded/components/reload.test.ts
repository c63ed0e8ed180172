import { afterEach, describe, expect, it } from "vitest";
import { loadApp } from "../modules/load";
import { FixtureEngine } from "../testing/fixture-engine";
import { APP } from "./fixtures/ledger";

let fixture: FixtureEngine;
afterEach(() => fixture.remove());

const CONFIG = APP["convex.config.ts"];
const WITHOUT_SECOND = CONFIG.replace(/app\.use\(ledger, \{ name.*\n/, "");

async function reload(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) fixture.dir.write(name, text);
  await fixture.engine.load(await loadApp({ convexDir: fixture.dir.convexDir }));
}

const list = (component: string) => fixture.run("app:list", { in: component });
const paths = () => [...fixture.engine.app.components.keys()];

describe("a reload", () => {
  it("adds and removes components; what a removed one stored is there when it comes back", async () => {
    fixture = await FixtureEngine.load({ ...APP, "convex.config.ts": WITHOUT_SECOND });
    expect(paths()).toEqual(["", "ledger", "ledger/inner"]);
    await expect(list("second")).rejects.toThrow('Child component "second" not found');
    await reload({ "convex.config.ts": CONFIG });
    expect(paths()).toEqual(["", "ledger", "ledger/inner", "second", "second/inner"]);
    await fixture.run("app:add", { in: "second", text: "stays" });
    await reload({ "convex.config.ts": WITHOUT_SECOND });
    await expect(list("second")).rejects.toThrow('Child component "second" not found');
    await reload({ "convex.config.ts": CONFIG });
    expect(await list("second")).toEqual(["stays"]);
  });

  it("takes changed code of a component, in all its instances", async () => {
    fixture = await FixtureEngine.load(APP);
    await fixture.run("app:add", { text: "one" });
    const upper = APP["ledger/main.ts"].replace("({ text }) => text)", "({ text }) => text.toUpperCase())");
    await reload({ "ledger/main.ts": upper });
    expect(await list("ledger")).toEqual(["ONE"]);
  });

  it("is refused as a whole if one component's documents do not fit its new schema", async () => {
    fixture = await FixtureEngine.load(APP);
    await fixture.run("app:add", { in: "second", text: "one" });
    const schema = APP["ledger/schema.ts"].replace("text: v.string()", "text: v.number()");
    await expect(reload({ "ledger/schema.ts": schema, "app.ts": "export {};" })).rejects.toThrow(/schema/i);
    expect(await list("second")).toEqual(["one"]);
    expect(await fixture.run("app:add", { text: "fits the old one" })).toEqual(expect.any(String));
  });
});
