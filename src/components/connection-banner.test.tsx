import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConnectionBanner } from "./connection-banner";

const connection = { isWebSocketConnected: false, hasEverConnected: false };
vi.mock(import("convex/react"), async (original) => ({
  ...(await original()),
  useConvexConnectionState: () =>
    connection as ReturnType<Awaited<ReturnType<typeof original>>["useConvexConnectionState"]>,
}));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const wait = (ms: number) => void act(() => vi.advanceTimersByTime(ms));
const words = () => screen.getByRole("status").textContent;

test("a first connection that takes long is named; a normal one is not", () => {
  Object.assign(connection, { isWebSocketConnected: false, hasEverConnected: false });
  const { rerender } = render(<ConnectionBanner />);
  wait(1400);
  expect(words()).toBe("");
  wait(200);
  expect(words()).toBe("The arena does not answer yet, still trying");
  Object.assign(connection, { isWebSocketConnected: true, hasEverConnected: true });
  rerender(<ConnectionBanner />);
  expect(words()).toBe("");
});

test("a lost connection is named until it is back, and then for a moment that it is", () => {
  Object.assign(connection, { isWebSocketConnected: true, hasEverConnected: true });
  const { rerender } = render(<ConnectionBanner />);
  connection.isWebSocketConnected = false;
  rerender(<ConnectionBanner />);
  wait(1600);
  expect(words()).toBe("Connection lost, catching up");
  connection.isWebSocketConnected = true;
  rerender(<ConnectionBanner />);
  expect(words()).toBe("Back in the arena, up to date");
  wait(2600);
  expect(words()).toBe("");
});

test("a drop of a second goes unnoticed", () => {
  Object.assign(connection, { isWebSocketConnected: true, hasEverConnected: true });
  const { rerender } = render(<ConnectionBanner />);
  connection.isWebSocketConnected = false;
  rerender(<ConnectionBanner />);
  wait(1000);
  connection.isWebSocketConnected = true;
  rerender(<ConnectionBanner />);
  wait(5000);
  expect(words()).toBe("");
});
