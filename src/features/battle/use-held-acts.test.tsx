import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { answer } from "../../testing/convex-stub";
import { battle, battleCost, finishedTurn, liveTurn, room } from "../../testing/fixtures";
import { stubMatchMedia } from "../../testing/match-media";
import HostPanel from "./host-panel";

vi.mock(import("convex/react"), async () => (await import("../../testing/convex-stub")).convexReact);
afterEach(cleanup);

const button = (name: string) => screen.queryByRole("button", { name, hidden: true });

test("what is held down stays until it is let go, although the recap ends", async () => {
  stubMatchMedia("(min-width: 48rem)");
  answer("usage:battleCost", battleCost());
  answer("battles:moderator", []);
  const over = {
    ...battle,
    state: { kind: "finished" as const, result: { winner: "A", by: "hp" } as const },
    endedAt: 1,
  };
  const recap = { role: "commentator", side: null } as const;
  const { rerender } = render(<HostPanel room={room} battle={over} finished={[]} live={[liveTurn(recap)]} />);
  const { pointer } = userEvent.setup();
  await pointer({ keys: "[MouseLeft>]", target: button("Redo recap")! });
  rerender(<HostPanel room={room} battle={over} finished={[finishedTurn("So it ends.", recap)]} live={[]} />);
  expect(button("Stop recap")).not.toBeNull();
  await pointer("[/MouseLeft]");
  expect(screen.getByRole("alertdialog", { name: "Redo the recap?" })).toBeDefined();
  await waitFor(() => expect(button("Stop recap")).toBeNull());
});
