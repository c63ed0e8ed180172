import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answer, mutation, resetConvex } from "../../testing/convex-stub";
import { battle, moderatorLine } from "../../testing/fixtures";
import { ModeratorDialog } from "./moderator-form";

// Dialogs in jsdom are slow on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
vi.mock(import("convex/react"), async () => (await import("../../testing/convex-stub")).convexReact);

beforeEach(resetConvex);
afterEach(cleanup);

const open = async () => {
  render(<ModeratorDialog battle={battle} trigger={<button type="button">Moderate</button>} />);
  await userEvent.click(screen.getByRole("button", { name: "Moderate" }));
};

test("Enter says the line and closes; a refusal keeps it", async () => {
  answer("battles:moderator", []);
  const inject = mutation("battles:inject", () => Promise.reject(new Error("no")));
  await open();
  const field = screen.getByLabelText<HTMLTextAreaElement>("Your line");
  await userEvent.type(field, " Slowly {Enter}");
  expect(inject).toHaveBeenCalledWith({ battleId: "battle1", text: "Slowly" });
  await waitFor(() => expect(screen.getByRole("button", { name: "Say it" }).hasAttribute("aria-busy")).toBe(false));
  expect(field.value).toBe(" Slowly ");
  mutation("battles:inject");
  await userEvent.type(field, "{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("lines already said are listed, and those that nobody has read can be taken back", async () => {
  answer("battles:moderator", [
    moderatorLine({ lineId: "l1" as never, text: "Old", read: true }),
    moderatorLine({ lineId: "l2" as never, text: "<b>New</b>" }),
  ]);
  const retract = mutation("battles:retract");
  await open();
  const items = screen.getAllByRole("listitem").map((item) => item.textContent);
  expect(items).toEqual(["<b>New</b>Round 1 · not read yetTake back", "OldRound 1 · read by a fighter"]);
  await userEvent.click(screen.getByRole("button", { name: "Take back" }));
  expect(retract).toHaveBeenCalledExactlyOnceWith({ lineId: "l2" });
});
