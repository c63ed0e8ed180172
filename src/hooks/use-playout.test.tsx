import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stubMatchMedia } from "../testing/match-media";
import { usePlayout } from "./use-playout";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame", "performance", "setTimeout"] });
  stubMatchMedia();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

interface Props {
  text: string;
  growing: boolean;
  instant?: boolean;
}
const play = (text: string) =>
  renderHook<number, Props>((props) => usePlayout(props.text, props), { initialProps: { text, growing: true } });
const wait = (ms: number) => void act(() => vi.advanceTimersByTime(ms));

test("what a late joiner finds is shown at once", () => {
  expect(play("Everything said so far").result.current).toBe(22);
});

test("later words flow in and never run ahead of what arrived", () => {
  const { result, rerender } = play("Start. ");
  const text = `Start. ${"word ".repeat(40)}`;
  rerender({ text, growing: true });
  const seen: number[] = [];
  for (let n = 0; n < 60; n++) {
    wait(16);
    seen.push(result.current);
  }
  expect(seen[0]).toBeLessThan(text.length);
  expect(new Set(seen).size).toBeGreaterThan(3);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(text.length);
});

test("with reduced motion every word is there as it arrives", () => {
  stubMatchMedia("(prefers-reduced-motion: reduce)");
  const { result, rerender } = play("Start. ");
  rerender({ text: "Start. And more.", growing: true });
  expect(result.current).toBe(16);
});

test("a stopped turn freezes with all of its words", () => {
  const { result, rerender } = play("Start. ");
  rerender({ text: "Start. And more.", growing: false, instant: true });
  expect(result.current).toBe(16);
});

test("a text that does not continue the shown one replaces it whole", () => {
  const { result, rerender } = play("The wrong copy");
  rerender({ text: "The stored text, which is right", growing: false });
  expect(result.current).toBe(31);
});

test("the last cluster of a growing text waits until it is surely complete", () => {
  const { result, rerender } = play("Family: ");
  rerender({ text: "Family: \u{1F468}", growing: true });
  wait(2000);
  expect(result.current).toBe(8);
  rerender({ text: "Family: \u{1F468}\u200D\u{1F469}", growing: false });
  wait(2000);
  expect(result.current).toBe(13);
});
