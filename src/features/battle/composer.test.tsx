import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { arenaError } from "../../../convex/model/errors";
import type { FinishedTurn } from "../../../convex/model/validators";
import { connect, mutation, resetConvex } from "../../testing/convex-stub";
import { battle, challenger, finishedTurn, liveTurn, model, room } from "../../testing/fixtures";
import Composer from "./composer";

// Dialogs in jsdom are slow on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
vi.mock(import("convex/react"), async () => (await import("../../testing/convex-stub")).convexReact);

beforeEach(() => {
  resetConvex();
  sessionStorage.clear();
});
afterEach(cleanup);

const id = (name: string) => name as FinishedTurn["turnId"];
const chat = {
  ...battle,
  format: "chat" as const,
  fighters: [challenger, model] as typeof battle.fighters,
  rounds: 40,
  state: { kind: "awaiting" as const, round: 2 },
};
const said = finishedTurn("Hi", { turnId: id("p1"), role: "person" });
const reply = finishedTurn("Hello", { turnId: id("b1"), side: "B" });
const answering = { ...chat, state: { kind: "turn" as const, round: 1, side: "B" as const } };
const speaking = liveTurn({ turnId: id("b1"), side: "B" });

type Props = Parameters<typeof Composer>[0];
const composer = (of: Partial<Props> = {}) => (
  <Composer room={room} battle={chat} live={[]} finished={[said, reply]} {...of} />
);
const field = () => screen.getByLabelText<HTMLTextAreaElement>("Message");
const press = (name: string | RegExp) => userEvent.click(screen.getByRole("button", { name }));

/** An answer of the server that comes when the test says so. */
function later() {
  const settled = new EventTarget();
  const how = () =>
    new Promise((resolve, reject) => {
      settled.addEventListener("take", resolve);
      settled.addEventListener("refuse", () => reject(arenaError("RATE_LIMITED", "slow")));
    });
  const end = (kind: "take" | "refuse") => settled.dispatchEvent(new Event(kind));
  return { how, take: () => end("take"), refuse: () => end("refuse") };
}

test("Enter sends what was typed, Shift and Enter breaks the line, and neither sends twice", async () => {
  const { how, take } = later();
  const say = mutation("turns:say", how);
  render(composer());
  await userEvent.type(field(), "One{Shift>}{Enter}{/Shift}two {Enter}");
  expect(say).toHaveBeenCalledExactlyOnceWith({ battleId: "battle1", text: "One\ntwo" });
  expect(field().value).toBe("");
  expect(screen.getByText("Sending")).toBeDefined();
  await userEvent.type(field(), "three{Enter}");
  expect(say).toHaveBeenCalledTimes(1);
  take();
  await waitFor(() => expect(screen.queryByText("Sending")).toBeNull());
  expect(field().value).toBe("three");
});

test("Enter that ends a composition of an input method sends nothing", async () => {
  const say = mutation("turns:say");
  render(composer());
  await userEvent.type(field(), "にほん");
  fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
  expect(say).not.toHaveBeenCalled();
});

test("a refused message comes back in front of what was typed since", async () => {
  const { how, refuse } = later();
  mutation("turns:say", how);
  render(composer());
  await userEvent.type(field(), "First{Enter}");
  await userEvent.type(field(), "then this");
  refuse();
  await waitFor(() => expect(field().value).toBe("First\nthen this"));
});

test("a draft outlives a reload, also while it is on its way, and is gone once it has arrived", async () => {
  const { how } = later();
  mutation("turns:say", how);
  const first = render(composer());
  await userEvent.type(field(), "Draft");
  first.unmount();
  const second = render(composer());
  expect(field().value).toBe("Draft");
  await userEvent.type(field(), "{Enter}");
  second.unmount();
  const third = render(composer());
  expect(field().value).toBe("Draft");
  third.unmount();
  render(composer({ finished: [said, reply, finishedTurn("Draft", { turnId: id("p2"), role: "person", round: 2 })] }));
  expect(field().value).toBe("");
});

test("without a connection the message waits, and says so", async () => {
  const { how } = later();
  mutation("turns:say", how);
  connect(false);
  render(composer());
  expect(screen.getByText(/What you send waits/)).toBeDefined();
  await userEvent.type(field(), "Hello?{Enter}");
  expect(screen.getByText(/goes out as soon as it is back/)).toBeDefined();
});

test("while the model answers one can type, not send; Stop stands where Send was", async () => {
  const say = mutation("turns:say");
  const skip = mutation("battles:skipTurn");
  const stage = { battle: answering, live: [speaking], finished: [said] };
  render(composer(stage));
  expect(screen.queryByRole("button", { name: "Send" })).toBeNull();
  await userEvent.type(field(), "Wait{Enter}");
  expect(say).not.toHaveBeenCalled();
  expect(field().value).toBe("Wait");
  // The second half of a double click on Send.
  fireEvent.click(screen.getByRole("button", { name: "Stop" }), { detail: 2 });
  expect(skip).not.toHaveBeenCalled();
  await press("Stop");
  expect(skip).toHaveBeenCalledExactlyOnceWith({ turnId: "b1" });
});

test("the last message is changed in its own field; the draft waits untouched", async () => {
  const edit = mutation("turns:edit");
  const stage = { battle: answering, live: [speaking], finished: [said] };
  render(composer(stage));
  await userEvent.type(field(), "Draft");
  await press(/^Edit/);
  const last = screen.getByLabelText<HTMLTextAreaElement>("Your last message");
  expect(last.value).toBe("Hi");
  expect(document.activeElement).toBe(last);
  await userEvent.type(last, "{Enter}");
  expect(edit).not.toHaveBeenCalled();
  await userEvent.type(last, " there{Enter}");
  expect(edit).toHaveBeenCalledExactlyOnceWith({ turnId: "p1", text: "Hi there" });
  await waitFor(() => expect(field().value).toBe("Draft"));
});

test("an answer that completes meanwhile ends the editing", async () => {
  const { rerender } = render(composer({ battle: answering, live: [speaking], finished: [said] }));
  await press(/^Edit/);
  rerender(composer());
  expect(screen.queryByLabelText("Your last message")).toBeNull();
  expect(field()).toBeDefined();
});

test("the last answer is given anew, and the chat ended only after a question", async () => {
  const retry = mutation("battles:retryTurn");
  const end = mutation("battles:endChat");
  render(composer());
  await press("Regenerate");
  expect(retry).toHaveBeenCalledWith({ turnId: "b1" });
  await press("End chat");
  await press("Keep talking");
  expect(end).not.toHaveBeenCalled();
});

test("a message that is too long is counted, and not sent", async () => {
  const say = mutation("turns:say");
  render(composer());
  fireEvent.change(field(), { target: { value: "x".repeat(1_990) } });
  expect(screen.getByText("1,990 / 2,000")).toBeDefined();
  fireEvent.change(field(), { target: { value: "x".repeat(2_001) } });
  expect(screen.getByText("1 characters too many")).toBeDefined();
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(say).not.toHaveBeenCalled();
});

test("nothing is left to type in when the battle is over", () => {
  render(composer({ battle: { ...chat, endedAt: 1 } }));
  expect(screen.queryByRole("textbox")).toBeNull();
});
