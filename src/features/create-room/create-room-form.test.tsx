import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentProps } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { arenaError } from "../../../convex/model/errors";
import type { Model } from "../../../convex/model/validators";
import { CreateRoomForm } from "./create-room-form";

afterEach(cleanup);

const models: Model[] = ["Socrates", "Firebrand", "Jester"].map((name) => ({
  modelId: `sparring/${name.toLowerCase()}`,
  name,
  tagline: `${name}'s way`,
  scripted: true,
  available: true,
}));
type Create = ComponentProps<typeof CreateRoomForm>["create"];
const refuse: Create = () => Promise.reject(arenaError("MODEL_UNAVAILABLE", "no key"));
const topic = () => screen.getByLabelText<HTMLInputElement>("Topic");
const submit = () => screen.getByRole("button", { name: /create battle|creating/i });

test("an incomplete form asks nobody: it says what is missing, at the field, and goes there", async () => {
  const create = vi.fn<Create>();
  render(<CreateRoomForm models={models} create={create} />);
  await userEvent.click(submit());
  expect(create).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(topic());
  expect(topic().getAttribute("aria-invalid")).toBe("true");
  const note = document.getElementById(topic().getAttribute("aria-describedby")!);
  expect(note?.textContent).toMatch(/at least 3 characters/);
  await userEvent.type(topic(), "Tabs");
  expect(topic().hasAttribute("aria-invalid")).toBe(false);
});

test("the keyboard is enough: topic, Enter", async () => {
  const create = vi.fn<Create>(async () => undefined);
  render(<CreateRoomForm models={models} create={create} />);
  await userEvent.type(topic(), "Tabs or spaces?{Enter}");
  expect(create).toHaveBeenCalledWith({
    topic: "Tabs or spaces?",
    fighters: [{ modelId: "sparring/socrates" }, { modelId: "sparring/firebrand" }],
    rounds: 3,
  });
});

test("while it is sent the button says so, and a second press sends nothing", async () => {
  const answer = new EventTarget();
  const create = vi.fn<Create>(() => new Promise((resolve) => answer.addEventListener("come", () => resolve())));
  render(<CreateRoomForm models={models} create={create} />);
  await userEvent.type(topic(), "Tabs or spaces?{Enter}");
  expect(submit().getAttribute("aria-busy")).toBe("true");
  await userEvent.click(submit());
  await userEvent.type(topic(), "{Enter}");
  expect(create).toHaveBeenCalledTimes(1);
  answer.dispatchEvent(new Event("come"));
  await waitFor(() => expect(submit().hasAttribute("aria-busy")).toBe(false));
});

test("a refusal is readable, and everything typed is still there", async () => {
  render(<CreateRoomForm models={models} create={refuse} />);
  await userEvent.type(topic(), "Tabs or spaces?");
  await userEvent.type(screen.getAllByRole("textbox", { name: /persona/i })[0]!, "Patient");
  await userEvent.click(screen.getByRole("radio", { name: "5" }));
  await userEvent.click(submit());
  await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/not available here/));
  expect(topic().value).toBe("Tabs or spaces?");
  expect(screen.getByDisplayValue("Patient")).toBeDefined();
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "5" }).checked).toBe(true);
});

test("a model can be picked from the list with the keyboard", async () => {
  const create = vi.fn<Create>(async () => undefined);
  render(<CreateRoomForm models={models} create={create} />);
  const picker = screen.getByRole("combobox", { name: "Model, against" });
  await userEvent.clear(picker);
  await userEvent.type(picker, "jes");
  await screen.findByRole("option", { name: /Jester/ });
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect((picker as HTMLInputElement).value).toBe("Jester");
  expect(create).not.toHaveBeenCalled();
});
