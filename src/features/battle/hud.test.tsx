import { act, cleanup, render, renderHook, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Battle } from "../../../convex/model/battleValidators";
import { battle, finishedTurn, hit, model, room, slash, socrates } from "../../testing/fixtures";
import { stubMatchMedia } from "../../testing/match-media";
import type { Blow } from "./blows";
import { Hud } from "./hud";
import { useBlows } from "./use-blows";
import { useKnockout } from "./use-knockout";

beforeEach(() => {
  vi.useFakeTimers({ now: 42_000 });
  stubMatchMedia();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const show = (over: Partial<Battle> = {}, blows: Blow[] = [], of = room) =>
  render(<Hud room={of} battle={{ ...battle, ...over }} models={undefined} finished={[]} blows={blows} />);
const hud = () => screen.getByRole("region", { name: "Fighters and round" });

test("each side has a meter with its number beside it", () => {
  show({ hp: { A: 65, B: 0 } });
  const [a, b] = screen.getAllByRole<HTMLMeterElement>("meter");
  expect([a!.getAttribute("aria-label"), a!.value, b!.getAttribute("aria-label"), b!.value]).toEqual([
    "HP of Socrates",
    65,
    "HP of Model",
    0,
  ]);
  expect(hud().textContent).toContain("65HP");
});

test("a face, a stance, the round and the clock", () => {
  show();
  for (const words of ["For", "Gadfly, Questioner", "Against", "vendor/model", "Round 1 / 2"]) {
    expect(hud().textContent).toContain(words);
  }
  expect(screen.getByRole("timer", { name: "Elapsed time 0:42" })).toBeDefined();
});

test("an open vote takes the clock's place and counts down", () => {
  show({ state: { kind: "voting", round: 1, closesAt: 54_000 } });
  expect(screen.getByRole("timer", { name: "Left to vote 0:12" })).toBeDefined();
  void act(() => vi.advanceTimersByTime(2000));
  expect(screen.getByRole("timer", { name: "Left to vote 0:10" })).toBeDefined();
});

test("in a pause every clock stands still", () => {
  show({ state: { kind: "paused", from: { kind: "verdict", closesAt: 54_000 }, at: 50_000, because: "host" } });
  expect(hud().textContent).toContain("Paused");
  void act(() => vi.advanceTimersByTime(60_000));
  expect(screen.getByRole("timer", { name: "Left to vote 0:04" })).toBeDefined();
});

test("a chat has no meters and no rounds", () => {
  show({ format: "chat" }, [], { ...room, format: "chat" });
  expect(screen.queryAllByRole("meter")).toEqual([]);
  expect(hud().textContent).not.toContain("Round");
});

test("a blind duel shows sides and that names are hidden, nothing else", () => {
  const blind = { modelId: null, persona: null, scripted: true, person: false };
  show(
    {
      format: "duel",
      blind: true,
      fighters: [
        { ...blind, name: "Fighter A" },
        { ...blind, name: "Fighter B" },
      ],
    },
    [],
    { ...room, format: "duel", fighters: [socrates, model] },
  );
  expect(hud().textContent).toContain("Fighter A");
  expect(hud().textContent).toContain("Name hidden");
  expect(hud().textContent).not.toMatch(/Socrates|Gadfly|vendor/);
});

test("a blow stands in words at the side that took it", () => {
  const { container } = show({ hp: { A: 100, B: 80 } }, [{ key: "k", struck: "B", name: "Fire slash", damage: 20 }]);
  expect(screen.getByTestId("blow").textContent).toBe("Fire slash −20");
  expect(screen.getByTestId("blow").closest("[data-side]")!.getAttribute("data-side")).toBe("B");
  expect(container.querySelectorAll(".hp-flash")).toHaveLength(1);
});

test("the winner is named in words", () => {
  show({ state: { kind: "finished", result: { winner: "B", by: "hp" } }, endedAt: 1 });
  expect(screen.getByText("Winner").closest("[data-side]")!.getAttribute("data-side")).toBe("B");
});

const strike = (hits: (typeof slash)[] | undefined) => hits?.map((judgement) => hit({ judgement }));

test("whoever joins late sees no old blow; a new one is shown for a moment", () => {
  const first = strike([slash]);
  const { result, rerender } = renderHook(useBlows, { initialProps: undefined as ReturnType<typeof strike> });
  rerender(first);
  expect(result.current).toEqual([]);
  rerender([...first!, hit({ turnId: "turn2" as never, side: "B" })]);
  expect(result.current).toMatchObject([{ struck: "A", damage: 20 }]);
  void act(() => vi.advanceTimersByTime(2600));
  expect(result.current).toEqual([]);
});

const down: Battle = { ...battle, state: { kind: "finished", result: { winner: "A", by: "knockout" } }, endedAt: 1 };

test("a knockout plays for two seconds for whoever was there, and not for those who come later", () => {
  const there = renderHook(useKnockout, { initialProps: battle });
  expect(there.result.current).toBe(false);
  there.rerender(down);
  expect(there.result.current).toBe(true);
  void act(() => vi.advanceTimersByTime(2000));
  expect(there.result.current).toBe(false);
  expect(renderHook(useKnockout, { initialProps: down }).result.current).toBe(false);
});

test("with reduced motion there is no scene", () => {
  stubMatchMedia("(prefers-reduced-motion: reduce)");
  const { result, rerender } = renderHook(useKnockout, { initialProps: battle });
  rerender(down);
  expect(result.current).toBe(false);
});

test("the diamonds of a battle that was knocked out early stop at its last round", () => {
  render(<Hud room={room} battle={down} models={undefined} finished={[finishedTurn("a")]} blows={[]} />);
  expect(hud().textContent).toContain("Finished");
});
