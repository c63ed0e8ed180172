import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answer, mutation, resetConvex } from "../../testing/convex-stub";
import { battle, battleCost, liveTurn, room } from "../../testing/fixtures";
import { stubMatchMedia } from "../../testing/match-media";
import { localField } from "../../lib/start-time";
import HostControls from "./host-controls";
import HostPanel from "./host-panel";
import { HostSheetState } from "./host-sheet-state";

// Dialogs in jsdom are slow on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
vi.mock(import("convex/react"), async () => (await import("../../testing/convex-stub")).convexReact);

const WIDE = "(min-width: 48rem)";
beforeEach(() => {
  resetConvex();
  stubMatchMedia(WIDE);
});
afterEach(cleanup);

const press = (name: string | RegExp) => userEvent.click(screen.getByRole("button", { name }));
const choose = async (name: RegExp) => {
  await press("Other ways to start");
  await userEvent.click(await screen.findByRole("menuitem", { name }));
};
const over = { ...battle, endedAt: 1, state: { kind: "cancelled" as const } };

test("one press starts the battle as the room is", async () => {
  const start = mutation("battles:start");
  render(<HostControls room={room} battle={null} />);
  await press("Start battle");
  expect(start).toHaveBeenCalledExactlyOnceWith({ roomId: "room1" });
});

test.each([
  [/Swap sides/, { swapped: true }],
  [/Mirror match/, { mirror: true }],
])("the menu starts a rematch otherwise: %o", async (name, how) => {
  const start = mutation("battles:start");
  render(<HostControls room={room} battle={over} />);
  await choose(name);
  expect(start).toHaveBeenCalledExactlyOnceWith({ roomId: "room1", ...how });
});

test("a start is set ahead, and taken back", async () => {
  const schedule = mutation("rooms:schedule");
  const { rerender } = render(<HostControls room={room} battle={null} />);
  await choose(/Start at a set time/);
  const field = await screen.findByLabelText<HTMLInputElement>("Day and time");
  await userEvent.clear(field);
  await press("Set the start");
  expect(screen.getByText("Pick a day and a time.")).toBeDefined();
  expect(schedule).not.toHaveBeenCalled();
  const at = Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000;
  await userEvent.type(field, localField(at));
  await press("Set the start");
  expect(schedule).toHaveBeenCalledExactlyOnceWith({ roomId: "room1", startAt: at });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

  rerender(<HostControls room={{ ...room, startAt: at }} battle={null} />);
  await choose(/Do not start by itself/);
  expect(schedule).toHaveBeenLastCalledWith({ roomId: "room1", startAt: null });
});

test("a room that can only be started has no menu", () => {
  render(<HostControls room={{ ...room, format: "chat" }} battle={over} />);
  expect(screen.queryByRole("button", { name: "Other ways to start" })).toBeNull();
});

test("a battle that runs is paused, one that stands still is resumed", async () => {
  const [pause, resume] = [mutation("battles:pause"), mutation("battles:resume")];
  const live = [liveTurn({ status: "thinking" })];
  const { rerender } = render(<HostControls room={room} battle={battle} live={live} finished={[]} />);
  await press("Pause");
  expect(pause).toHaveBeenCalledWith({ battleId: "battle1" });
  const from = { kind: "turn", round: 1, side: "A" } as const;
  const paused = { ...battle, state: { kind: "paused" as const, from, at: 0, because: "host" as const } };
  rerender(<HostControls room={room} battle={paused} live={[]} finished={[]} />);
  await press("Resume");
  expect(resume).toHaveBeenCalledWith({ battleId: "battle1" });
});

function Page({ dock, panel = true }: { dock: string; panel?: boolean }) {
  const turns = { finished: [], live: [liveTurn()] };
  return (
    <HostSheetState value={useState(false)}>
      {panel && <HostPanel room={room} battle={battle} {...turns} />}
      <HostControls key={dock} room={room} battle={battle} {...turns} />
    </HostSheetState>
  );
}

describe("on a phone", () => {
  beforeEach(() => {
    stubMatchMedia();
    answer("usage:battleCost", battleCost());
    answer("battles:moderator", []);
  });

  test("the dock opens a sheet with every act, which survives the dock", async () => {
    const { rerender } = render(<Page dock="speaking" />);
    await press("Host tools");
    await press("Moderate");
    await userEvent.type(screen.getByLabelText("Your line"), "Slowly");
    rerender(<Page dock="voting" />);
    expect(screen.getByLabelText<HTMLTextAreaElement>("Your line").value).toBe("Slowly");
  });

  test("a sheet that loads only after the press is open at once, in development too", async () => {
    const { rerender } = render(<Page dock="speaking" panel={false} />, { reactStrictMode: true });
    await press("Host tools");
    rerender(<Page dock="speaking" />);
    expect(screen.getByRole("dialog", { name: "Host" })).toBeDefined();
  });
});
