import type { ConvexHttpClient } from "convex/browser";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { openPage } from "../support/arena-page";
import { axeFindings, sidewaysScroll, smallTargets } from "../support/checks";
import { makeRoom, untilStage } from "../support/fight";
import { signIn } from "../support/session";
import { useStage } from "../support/stage";

const stage = useStage({ ARENA_SPARRING_SPEED: "50" });

const choice = (page: Page, name: string) => page.locator(`[data-choice="${name}"]`);
const chosen = (page: Page, name: string) => page.locator(`[data-choice="${name}"][aria-pressed="true"]`);

describe("a round's vote, then the verdict", () => {
  let host: ConvexHttpClient;
  let battleId: Id<"battles">;
  let first: Page;
  let phone: Page;

  beforeAll(async () => {
    host = await signIn(stage.product.convexUrl);
    const roomId = await makeRoom(host, { settings: { referee: true, votingSeconds: 300 } });
    const url = `${stage.product.webUrl}/rooms/${roomId}`;
    battleId = await host.mutation(api.battles.start, { roomId });
    await untilStage(host, battleId, "voting");
    first = await openPage(stage.browser, url);
    phone = await openPage(stage.browser, url, { width: 390, dark: false });
  });

  test("the clock gives way to the time that is left, and nobody who has not voted sees a count", async () => {
    await first.getByRole("timer", { name: /Left to vote [45]:\d\d/ }).waitFor();
    await first.getByRole("group", { name: "Who won round 1?" }).waitFor();
    await first.getByText(/Voting closes in [45]:\d\d. One vote each./).waitFor();
    expect(await first.locator("[data-dock]").textContent()).not.toContain("%");
  });

  test("the first vote makes an account by itself and is marked at once; the counts follow", async () => {
    await choice(first, "A").click();
    await chosen(first, "A").waitFor();
    await choice(first, "A").getByText("Your vote · 100 %").waitFor();
    await choice(first, "B").getByText("Against · 0 %").waitFor();
    expect(await phone.locator("[data-dock]").textContent()).not.toContain("%");
  });

  test("a second voter on a phone, with the keyboard, changes the counts of the first", async () => {
    await choice(phone, "B").focus();
    await phone.keyboard.press("Enter");
    await chosen(phone, "B").waitFor();
    await choice(first, "A").getByText("Your vote · 50 %").waitFor();
    expect(await chosen(first, "B").count()).toBe(0);
  });

  test("a vote may be changed until it closes", async () => {
    await choice(phone, "A").click();
    await chosen(phone, "A").waitFor();
    await choice(first, "A").getByText("Your vote · 100 %").waitFor();
    expect(await chosen(phone, "B").count()).toBe(0);
  });

  test("the open vote fits a phone: thumb-sized, nothing sideways, nothing for axe", async () => {
    expect(await axeFindings(phone)).toEqual([]);
    expect(await sidewaysScroll(phone)).toBe(0);
    expect(await smallTargets(phone)).toEqual([]);
  });

  test("when it closes, everybody reads the crowd's result and its bonus lands on the hit", async () => {
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 1 });
    const [hit] = await host.query(api.battles.hits, { battleId });
    expect(hit?.judgement).toMatchObject({ kind: "hit", bonus: expect.any(Number) });
    for (const page of [first, phone]) {
      await page.getByText("Crowd: Socrates 100 % of 2 votes").waitFor();
      await page
        .getByText(/^−\d+ −\d+ crowd$/)
        .first()
        .waitFor();
    }
  });

  test("the verdict has four answers and decides the battle", async () => {
    await phone.getByRole("group", { name: "Who won the battle?" }).waitFor();
    expect(await phone.locator("[data-choice]").count()).toBe(4);
    expect(await axeFindings(phone)).toEqual([]);
    await choice(phone, "bothBad").click();
    await choice(phone, "bothBad").getByText("Your vote · 100 %").waitFor();
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 0 });
    for (const page of [first, phone]) {
      const result = page.getByRole("region", { name: "Result" });
      await result.getByRole("heading", { name: "Nobody wins" }).waitFor();
      await result.getByText("Crowd: Both bad 100 % of 1 vote").waitFor();
      expect(await page.locator("[data-choice]").count()).toBe(0);
    }
  });
});

test("a click that reaches the server after the end counts for nothing, and is not marked", async () => {
  const host = await signIn(stage.product.convexUrl);
  const roomId = await makeRoom(host, { settings: { votingSeconds: 300 } });
  const battleId = await host.mutation(api.battles.start, { roomId });
  await untilStage(host, battleId, "voting");
  const page = await openPage(stage.browser, `${stage.product.webUrl}/rooms/${roomId}`);
  await choice(page, "A").waitFor();
  // The page has not heard of the end when the click comes.
  await page.context().setOffline(true);
  await choice(page, "A").click();
  await host.mutation(api.battles.closeVoting, { battleId, ballot: 1 });
  await page.context().setOffline(false);
  await page.getByRole("group", { name: "Who won the battle?" }).waitFor({ timeout: 60_000 });
  expect(await page.locator('[data-choice][aria-pressed="true"]').count()).toBe(0);
  expect(await host.query(api.votes.get, { battleId, ballot: 1 })).toMatchObject({
    closed: true,
    tally: { A: 0, B: 0 },
  });
});
