import { act, cleanup, renderHook } from "@testing-library/react";
import { ConvexProvider, type ConvexReactClient } from "convex/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveTurn, Segment } from "../../../convex/model/validators";
import { liveTurn } from "../../testing/fixtures";
import { useLiveTexts } from "./use-live-texts";

type Read = (query: unknown, attempt: { turnId: string; epoch: number }) => Promise<Segment[]>;
const query = vi.fn<Read>();
const client = { query } as unknown as ConvexReactClient;
const wrapper = ({ children }: { children: ReactNode }) => <ConvexProvider client={client}>{children}</ConvexProvider>;

beforeEach(() => {
  query.mockReset();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: false });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const watch = (live: LiveTurn[]) =>
  renderHook((turns: LiveTurn[]) => useLiveTexts(turns).get("turn1")?.text, { initialProps: live, wrapper });
const answered = () => act(async () => {});

test("a viewer from the start reads no segments at all", async () => {
  const { result, rerender } = watch([liveTurn({ tail: "One" })]);
  rerender([liveTurn({ tail: "One two", seq: 2 })]);
  await answered();
  expect(result.current).toBe("One two");
  expect(query).not.toHaveBeenCalled();
});

test("a late joiner reads them once and has everything said so far", async () => {
  query.mockResolvedValue([
    { index: 0, text: "Begin" },
    { index: 1, text: "ning, " },
  ]);
  const { result, rerender } = watch([liveTurn({ base: 11, tail: "end", seq: 9 })]);
  await answered();
  expect(result.current).toBe("Beginning, end");
  rerender([liveTurn({ base: 11, tail: "end.", seq: 10 })]);
  void act(() => vi.advanceTimersByTime(10_000));
  expect(result.current).toBe("Beginning, end.");
  expect(query).toHaveBeenCalledTimes(1);
  expect(query.mock.calls[0]![1]).toEqual({ turnId: "turn1", epoch: 1 });
});

test("a read that fails or comes too early is tried again while the gap is there", async () => {
  query
    .mockRejectedValueOnce(new Error("offline"))
    .mockResolvedValueOnce([])
    .mockResolvedValue([{ index: 0, text: "All" }]);
  const { result } = watch([liveTurn({ base: 3, tail: "!", seq: 9 })]);
  await answered();
  void act(() => vi.advanceTimersByTime(1000));
  await answered();
  void act(() => vi.advanceTimersByTime(1000));
  await answered();
  expect(result.current).toBe("All!");
  expect(query).toHaveBeenCalledTimes(3);
});
