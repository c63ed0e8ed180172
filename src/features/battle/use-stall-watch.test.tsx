import { cleanup, renderHook } from "@testing-library/react";
import { ConvexProvider, type ConvexReactClient } from "convex/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveTurn } from "../../../convex/model/validators";
import { liveTurn } from "../../testing/fixtures";
import { useStallWatch } from "./use-stall-watch";

const mutation = vi.fn<(reference: unknown, args: unknown) => Promise<boolean>>();
const client = { mutation } as unknown as ConvexReactClient;
const wrapper = ({ children }: { children: ReactNode }) => <ConvexProvider client={client}>{children}</ConvexProvider>;
const watch = (turn: LiveTurn | undefined) =>
  renderHook((current: LiveTurn | undefined) => useStallWatch(current), { initialProps: turn, wrapper });

beforeEach(() => {
  vi.useFakeTimers();
  mutation.mockReset().mockResolvedValue(false);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("twelve seconds without progress ask the server, and again only half as often", () => {
  watch(liveTurn());
  vi.advanceTimersByTime(11_900);
  expect(mutation).not.toHaveBeenCalled();
  vi.advanceTimersByTime(3_200);
  expect(mutation.mock.calls.map(([, args]) => args)).toEqual([{ turnId: "turn1" }]);
  vi.advanceTimersByTime(20_000);
  expect(mutation).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(mutation).toHaveBeenCalledTimes(2);
});

test("progress starts the wait anew", () => {
  const { rerender } = watch(liveTurn());
  for (let seq = 2; seq < 8; seq++) {
    vi.advanceTimersByTime(10_000);
    rerender(liveTurn({ seq }));
  }
  expect(mutation).not.toHaveBeenCalled();
});

test("without a live turn, or after leaving, nobody asks", () => {
  watch(undefined);
  watch(liveTurn()).unmount();
  vi.advanceTimersByTime(60_000);
  expect(mutation).not.toHaveBeenCalled();
});
