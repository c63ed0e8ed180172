import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answer, mutation, resetConvex } from "../../testing/convex-stub";
import { battle, challenger, liveTurn, model, modelInList, personaChoice } from "../../testing/fixtures";
import { SwapFighter } from "./swap-fighter";

// Dialogs in jsdom are slow on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
vi.mock(import("convex/react"), async () => (await import("../../testing/convex-stub")).convexReact);

beforeEach(resetConvex);
afterEach(cleanup);

const load = () => {
  answer("models:list", [modelInList("Jester"), modelInList("Professor")]);
  answer("personas:list", [personaChoice()]);
};
const open = async (of = battle) => {
  render(<SwapFighter battle={of} live={[liveTurn()]} trigger={<button type="button">Swap</button>} />);
  await userEvent.click(screen.getByRole("button", { name: "Swap" }));
};

test("while models and personas load, that is said", async () => {
  await open();
  expect(screen.getByText("Loading the models")).toBeDefined();
});

test("a side, a model and a persona make a swap, whose price is said before", async () => {
  load();
  const swap = mutation("battles:swapFighter");
  await open();
  expect(screen.getByText(/Socrates stops, and the new fighter/)).toBeDefined();
  await userEvent.click(screen.getByRole("radio", { name: /Model/ }));
  expect(screen.queryByText(/Socrates stops/)).toBeNull();
  expect(screen.getByText("The battle then no longer counts for ratings.")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Swap fighter" }));
  expect(swap).not.toHaveBeenCalled();
  const field = screen.getByRole("combobox", { name: "New model" });
  expect(document.activeElement).toBe(field);
  await userEvent.type(field, "jester");
  await userEvent.selectOptions(screen.getByLabelText("Persona"), "builtin/gadfly");
  await userEvent.click(screen.getByRole("button", { name: "Swap fighter" }));
  expect(swap).toHaveBeenCalledExactlyOnceWith({
    battleId: "battle1",
    side: "B",
    fighter: { modelId: "sparring/jester", personaId: "builtin/gadfly" },
  });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("where one side is a person's, there is no side to choose", async () => {
  load();
  const swap = mutation("battles:swapFighter", () => Promise.reject(new Error("no")));
  await open({ ...battle, format: "challenge", fighters: [challenger, model] });
  expect(screen.queryByRole("radio")).toBeNull();
  await userEvent.type(screen.getByRole("combobox", { name: "New model" }), "vendor/other");
  await userEvent.selectOptions(screen.getByLabelText("Persona"), "In my own words");
  await userEvent.type(screen.getByLabelText("How it argues"), "Softly");
  await userEvent.click(screen.getByRole("button", { name: "Swap fighter" }));
  expect(swap).toHaveBeenCalledWith(
    expect.objectContaining({ side: "B", fighter: { modelId: "vendor/other", persona: "Softly" } }),
  );
  expect(screen.getByRole("dialog")).toBeDefined();
});
