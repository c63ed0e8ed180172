import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BattleState } from "../../../convex/model/battleValidators";
import type { Role } from "../../../convex/model/peopleValidators";
import { answer, mutation, resetConvex } from "../../testing/convex-stub";
import { battle, battleCost, finishedTurn, liveTurn, room } from "../../testing/fixtures";
import { stubMatchMedia } from "../../testing/match-media";
import HostPanel from "./host-panel";
import { ViewerRole } from "./viewer-role";

// Dialogs in jsdom are slow on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
vi.mock(import("convex/react"), async () => (await import("../../testing/convex-stub")).convexReact);

beforeEach(() => {
  resetConvex();
  localStorage.clear();
  answer("usage:battleCost", battleCost({ counted: { real: 0, simulated: 0.0004 } }));
  answer("battles:moderator", []);
  stubMatchMedia("(min-width: 48rem)");
});
afterEach(cleanup);

const at = (state: BattleState, over: Partial<typeof battle> = {}) => ({ ...battle, state, ...over });
const show = (of: Partial<Parameters<typeof HostPanel>[0]> = {}, role: Role = "host") =>
  render(
    <ViewerRole value={role}>
      <HostPanel room={room} battle={battle} finished={[]} live={[]} {...of} />
    </ViewerRole>,
  );
const names = () => screen.getAllByRole("button").map((one) => one.textContent);
const button = (name: string | RegExp) => screen.getByRole("button", { name });

test("the bar has what the state allows, and no more", () => {
  const { rerender } = show({ live: [liveTurn()] });
  expect(names()).toEqual([
    "Pause",
    "Moderate",
    "Swap fighter",
    "Retry turn",
    "Skip turn",
    "simulated $0.0004",
    "",
    "Cancel",
  ]);
  rerender(<HostPanel room={room} battle={at({ kind: "verdict", closesAt: 0 })} finished={[]} live={[]} />);
  expect(names()).toEqual(["Pause", "+15 s", "+30 s", "Close vote", "simulated $0.0004", "", "Cancel"]);
  const over = at({ kind: "finished", result: { winner: "A", by: "hp" } }, { endedAt: 1 });
  rerender(<HostPanel room={room} battle={over} finished={[]} live={[]} />);
  expect(names()).toEqual(["simulated $0.0004"]);
});

test("a turn is skipped only after a question that names it", async () => {
  const skip = mutation("battles:skipTurn");
  show({ live: [liveTurn({ round: 2 })] });
  await userEvent.click(button("Skip turn: Socrates, round 2"));
  expect(screen.getByRole("alertdialog", { name: "Skip Socrates, round 2?" })).toBeDefined();
  await userEvent.click(button("Let Socrates speak"));
  expect(skip).not.toHaveBeenCalled();
  await userEvent.click(button("Skip turn: Socrates, round 2"));
  await userEvent.click(button("Skip turn"));
  expect(skip).toHaveBeenCalledExactlyOnceWith({ turnId: "turn1" });
});

test("a vote is made longer, or closed, by its number", async () => {
  const extend = mutation("battles:extendVoting");
  const close = mutation("battles:closeVoting");
  show({ battle: at({ kind: "voting", round: 2, closesAt: 9 }) });
  await userEvent.click(button("+30 s for the vote"));
  await userEvent.click(button("Close vote"));
  expect(extend).toHaveBeenCalledWith({ battleId: "battle1", ballot: 2, seconds: 30 });
  expect(close).toHaveBeenCalledWith({ battleId: "battle1", ballot: 2 });
});

test("pausing asks in the middle of an argument, and not before it", async () => {
  const pause = mutation("battles:pause");
  const { rerender } = show({ live: [liveTurn({ tail: "I say" })] });
  await userEvent.click(button("Pause the battle"));
  expect(pause).not.toHaveBeenCalled();
  await userEvent.click(button("Let Socrates speak"));
  rerender(<HostPanel room={room} battle={battle} finished={[]} live={[liveTurn({ status: "thinking" })]} />);
  await userEvent.click(button("Pause the battle"));
  expect(pause).toHaveBeenCalledExactlyOnceWith({ battleId: "battle1" });
});

test("while the server has not answered, a second press does nothing", async () => {
  const answered = new EventTarget();
  const how = () => new Promise((resolve) => answered.addEventListener("come", resolve));
  const resume = mutation("battles:resume", how);
  const from = { kind: "turn", round: 1, side: "A" } as const;
  show({ battle: at({ kind: "paused", from, at: 0, because: "host" }) });
  await userEvent.click(button("Resume the battle"));
  expect(button("Resume the battle").getAttribute("aria-busy")).toBe("true");
  await userEvent.click(button("Resume the battle"));
  expect(resume).toHaveBeenCalledTimes(1);
  answered.dispatchEvent(new Event("come"));
  await waitFor(() => expect(button("Resume the battle").hasAttribute("aria-busy")).toBe(false));
});

test("keys press the buttons of the bar, never while somebody types, and can be switched off", async () => {
  const pause = mutation("battles:pause");
  show({ live: [liveTurn({ status: "thinking" })] });
  await userEvent.keyboard("p");
  expect(pause).toHaveBeenCalledTimes(1);
  await userEvent.keyboard("m");
  await userEvent.type(screen.getByLabelText("Your line"), "pumps");
  expect(pause).toHaveBeenCalledTimes(1);
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

  await userEvent.click(button("Keyboard shortcuts"));
  await userEvent.click(screen.getByRole("checkbox", { name: "Shortcuts are on" }));
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await userEvent.keyboard("p");
  expect(pause).toHaveBeenCalledTimes(1);
});

test("a refused key is explained, on a phone too, where the bar is a sheet of the dock", () => {
  stubMatchMedia();
  show({ finished: [finishedTurn("", { status: "failed", errorCode: "auth" })] });
  expect(screen.getByRole("alert").textContent).toContain("Check OPENROUTER_API_KEY");
  expect(screen.queryByRole("region", { name: "Host" })).toBeNull();
});

test("a budget that stopped the battle is raised right there, and the battle resumes after that", async () => {
  const order: string[] = [];
  const setRoom = mutation("budgets:setRoom", async () => order.push("set"));
  mutation("battles:resume", async () => order.push("resume"));
  const from = { kind: "turn", round: 1, side: "A" } as const;
  const budgets = { battleUsd: 0.5, roomDailyUsd: null, hostDailyUsd: null };
  answer("usage:battleCost", battleCost({ counted: { real: 0.49, simulated: 0 }, budgets }));
  show({ battle: at({ kind: "paused", from, at: 0, because: "battle_budget" }) });
  const field = screen.getByLabelText<HTMLInputElement>(/New limit/);
  expect(field.value).toBe("1.00");
  await userEvent.clear(field);
  await userEvent.type(field, "much{Enter}");
  expect(screen.getByText(/like 1.50/)).toBeDefined();
  expect(setRoom).not.toHaveBeenCalled();
  await userEvent.clear(field);
  await userEvent.type(field, "2,5");
  await userEvent.click(button("Set and resume"));
  expect(setRoom).toHaveBeenCalledWith({ roomId: "room1", battleUsd: 2.5 });
  expect(order).toEqual(["set", "resume"]);
});

test("a budget the server refuses leaves the battle paused", async () => {
  mutation("budgets:setDaily", () => Promise.reject(new Error("no")));
  const resume = mutation("battles:resume");
  const from = { kind: "turn", round: 1, side: "A" } as const;
  const host = { real: 0.99, simulated: 0 };
  const day = new Date().toISOString().slice(0, 10);
  answer(
    "usage:battleCost",
    battleCost({
      budgets: { battleUsd: null, roomDailyUsd: null, hostDailyUsd: 1 },
      spentToday: { day, room: host, host },
    }),
  );
  show({ battle: at({ kind: "paused", from, at: 0, because: "host_budget" }) });
  await userEvent.click(button("Set and resume"));
  await waitFor(() => expect(button("Set and resume").hasAttribute("aria-busy")).toBe(false));
  expect(resume).not.toHaveBeenCalled();
});

test("a co-host runs the battle and sees its cost; limits are the host's", async () => {
  const from = { kind: "turn", round: 1, side: "A" } as const;
  answer("usage:battleCost", battleCost({ budgets: { battleUsd: 1, roomDailyUsd: null, hostDailyUsd: null } }));
  show({ battle: at({ kind: "paused", from, at: 0, because: "battle_budget" }) }, "cohost");
  expect(screen.getByText("Only the host can raise the limit.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Set and resume" })).toBeNull();
  await userEvent.click(button(/^Cost:/));
  expect(screen.getByRole("row", { name: /This battle/ })).toBeDefined();
  expect(screen.queryByText("Change a limit")).toBeNull();
});

test("details say what was spent of which kind of money, and what the limits are", async () => {
  const budgets = { battleUsd: 1, roomDailyUsd: null, hostDailyUsd: null };
  const counted = { real: 0.0312, simulated: 0.0004 };
  answer("usage:battleCost", battleCost({ counted, budgets, calls: 3, unknownCosts: 1, reservedReal: 0.01 }));
  show();
  await userEvent.click(button(/^Cost: up to \$0.0312 · simulated \$0.0004/));
  const row = screen.getByRole("row", { name: /This battle/ });
  expect(row.textContent).toBe("This battle$0.0312$0.0004$1.00");
  expect(screen.getByText(/3 finished calls, 1 of unknown price/).textContent).toContain(
    "Set aside for calls under way: $0.01",
  );
});
