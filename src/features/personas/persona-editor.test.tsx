import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentProps } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { arenaError } from "../../../convex/model/errors";
import { emptyPersona } from "./persona-draft";
import { PersonaEditor } from "./persona-editor";
import { storedPersona } from "./stored-persona";

// Every letter is typed, on a machine that may be busy.
vi.setConfig({ testTimeout: 20_000 });

const user = userEvent.setup({ delay: null });
afterEach(() => {
  cleanup();
  sessionStorage.clear();
});

type Props = ComponentProps<typeof PersonaEditor>;
function open(save: Props["save"] = async () => undefined, start = emptyPersona("#1490ca")) {
  const saved = vi.fn<Props["save"]>(save);
  const palette = ["#1490ca", "#b77610"];
  render(
    <PersonaEditor
      personaId={null}
      start={start}
      palette={palette}
      saveLabel="Save"
      save={saved}
      onCancel={() => undefined}
    />,
  );
  return saved;
}
const field = (name: string) => screen.getByRole("textbox", { name });
const whole = {
  name: "Harbour Master",
  archetype: "Navigator",
  colour: "#1490ca",
  style: "Steers.",
  prompt: "You are dry.",
};

test("all five fields are saved as typed, by keyboard alone, and the preview shows them on the way", async () => {
  const save = open();
  expect(document.activeElement).toBe(screen.getByRole("heading", { name: "New persona" }));
  await user.type(field("Name"), "Harbour Master");
  await user.type(field("Kind"), "Navigator");
  await user.click(screen.getByRole("radio", { name: "Colour 2" }));
  await user.type(field("How it argues"), "Steers.");
  await user.type(field("Instructions for the model"), "You are dry.");
  const preview = within(screen.getByRole("complementary", { name: "Preview" }));
  for (const text of ["Harbour Master", "Navigator", "Steers."]) preview.getByText(text);
  await user.type(field("Name"), "{Enter}");
  expect(save).toHaveBeenCalledWith({ ...whole, colour: "#b77610" });
});

test("what is missing is said at its field, and saves nothing", async () => {
  const save = open();
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(save).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(field("Name"));
  expect(field("Name").getAttribute("aria-invalid")).toBe("true");
  await user.type(field("Name"), "H");
  expect(field("Name").hasAttribute("aria-invalid")).toBe(false);
  expect(field("Kind").getAttribute("aria-invalid")).toBe("true");
});

test("a refusal stands at its field, with everything that was typed", async () => {
  open(() => Promise.reject(arenaError("INVALID_PERSONA", "", { field: "style" })), whole);
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(document.activeElement).toBe(field("How it argues")));
  expect(screen.getByText(/this cannot be used/i)).toBeDefined();
  expect(screen.getByDisplayValue("You are dry.")).toBeDefined();
});

test("too many personas is said of the form", async () => {
  open(() => Promise.reject(arenaError("INVALID_PERSONA", "", { field: "count" })), whole);
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/50 personas/));
});

test("while it is saved the button says so, and a second press saves nothing", async () => {
  const save = open(() => new Promise(() => undefined), whole);
  await user.click(screen.getByRole("button", { name: "Save" }));
  await user.click(screen.getByRole("button", { name: "Saving" }));
  expect(save).toHaveBeenCalledTimes(1);
});

test("what is half written is kept for this tab", async () => {
  open();
  await user.type(field("Name"), "Half");
  expect(storedPersona(null)).toMatchObject({ name: "Half" });
});
