import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentProps } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { arenaError } from "../../../convex/model/errors";
import { modelInList, personaChoice } from "../../testing/fixtures";
import { CreateRoomForm } from "./create-room-form";
import { localField } from "../../lib/start-time";

// The form only names where personas are written; no router is needed to fill it in.
// The list of models asks how old it is.
vi.mock("convex/react", () => ({ useQuery: () => null, useMutation: () => async () => null }));
vi.mock("../../hooks/use-ensure-signed-in", () => ({ useEnsureSignedIn: () => async () => undefined }));
vi.mock("@tanstack/react-router", () => ({
  Link: ({ to, search, children }: { to: string; search: { for: string }; children: React.ReactNode }) => (
    <a href={`${to}?for=${search.for}`}>{children}</a>
  ),
}));

// The whole form is drawn for each test, on a machine that may be busy.
vi.setConfig({ testTimeout: 20_000 });

// A key is no slower for having a timer of its own.
const user = userEvent.setup({ delay: null });

afterEach(() => {
  cleanup();
  sessionStorage.clear();
});

const models = ["Socrates", "Firebrand", "Jester"].map((name) => modelInList(name));
const personas = [personaChoice({ personaId: "p1", name: "Mine", builtIn: false, prompt: "Mine." }), personaChoice()];
type Props = ComponentProps<typeof CreateRoomForm>;
type Create = Props["create"];
const suggest: Props["suggest"] = async () => ({ topics: ["Is art useful?", "Cats or dogs?"], source: "bundled" });

function open(props: Partial<Props> = {}) {
  const create = vi.fn<Create>(async () => undefined);
  render(<CreateRoomForm models={models} personas={personas} suggest={suggest} create={create} {...props} />);
  return create;
}

const refuse =
  (...args: Parameters<typeof arenaError>): Create =>
  () =>
    Promise.reject(arenaError(...args));
const topic = () => screen.getByLabelText<HTMLInputElement>("Topic");
const submit = () => screen.getByRole("button", { name: /^creat/i });
const openRules = () => user.click(screen.getByRole("button", { name: "Rules" }));
const noteOf = (field: HTMLElement) => document.getElementById(field.getAttribute("aria-describedby")!)?.textContent;

test("an incomplete form asks nobody: it says what is missing, at the field, and goes there", async () => {
  const create = open();
  await user.click(submit());
  expect(create).not.toHaveBeenCalled();
  await waitFor(() => expect(document.activeElement).toBe(topic()));
  expect(topic().getAttribute("aria-invalid")).toBe("true");
  expect(noteOf(topic())).toMatch(/at least 3 characters/);
  await user.type(topic(), "Tabs");
  expect(topic().hasAttribute("aria-invalid")).toBe(false);
});

test("the keyboard is enough: topic, Enter", async () => {
  const create = open();
  await user.type(topic(), "Tabs or spaces?{Enter}");
  expect(create).toHaveBeenCalledWith(
    expect.objectContaining({
      topic: "Tabs or spaces?",
      format: "debate",
      fighters: [{ modelId: "sparring/socrates" }, { modelId: "sparring/firebrand" }],
      rounds: 3,
    }),
  );
});

test("while it is sent the button says so, and a second press sends nothing", async () => {
  const answer = new EventTarget();
  const create = vi.fn<Create>(() => new Promise((resolve) => answer.addEventListener("come", () => resolve())));
  open({ create });
  await user.type(topic(), "Tabs or spaces?{Enter}");
  expect(submit().getAttribute("aria-busy")).toBe("true");
  await user.click(submit());
  await user.type(topic(), "{Enter}");
  expect(create).toHaveBeenCalledTimes(1);
  answer.dispatchEvent(new Event("come"));
  await waitFor(() => expect(submit().hasAttribute("aria-busy")).toBe(false));
});

test("a refusal stands at its field, and everything typed is still there", async () => {
  open({ create: refuse("MODEL_UNAVAILABLE", "no key", { modelId: "sparring/firebrand" }) });
  await user.type(topic(), "Tabs or spaces?");
  await user.click(submit());
  const model = await screen.findByRole("combobox", { name: "Model, against", description: /not available here/ });
  await waitFor(() => expect(document.activeElement).toBe(model));
  expect(topic().value).toBe("Tabs or spaces?");
  await user.clear(model);
  await user.type(model, "Jester");
  expect(model.hasAttribute("aria-invalid")).toBe(false);
});

test("a refusal that belongs to no field is said of the form, with the seconds to wait", async () => {
  open({ create: refuse("RATE_LIMITED", "", { retryAfterMs: 11_500 }) });
  await user.type(topic(), "Tabs or spaces?{Enter}");
  await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/12 s/));
});

test("folded rules open for what is wrong in them", async () => {
  open({ create: refuse("INVALID_TIME", "") });
  await user.type(topic(), "Tabs or spaces?{Enter}");
  const start = await screen.findByLabelText(/start by itself/i);
  await waitFor(() => expect(document.activeElement).toBe(start));
  expect(noteOf(start)).toMatch(/out of range/);
});

test("rules say in one line what they are, open and folded, and are sent", async () => {
  const create = open();
  const rules = screen.getByRole("button", { name: "Rules", description: /3 rounds .* referee · 20 s votes/ });
  expect(rules.getAttribute("aria-expanded")).toBe("false");
  await openRules();
  await user.click(screen.getByRole("radio", { name: "1" }));
  await user.click(screen.getByRole("radio", { name: "Off" }));
  await user.click(screen.getByRole("switch", { name: "Commentator" }));
  await user.type(screen.getByLabelText(/limit for one battle/i), "0.5");
  const startAt = localField(Date.now() + 3_600_000);
  const field = screen.getByLabelText(/start by itself/i);
  await user.clear(field);
  await user.type(field, startAt);
  screen.getByRole("button", {
    name: "Rules",
    description: /1 round · .* no votes · no recap .* \$0.50 a battle · starts/,
  });
  await user.type(topic(), "Tabs or spaces?{Enter}");
  expect(create).toHaveBeenCalledWith(
    expect.objectContaining({
      rounds: 1,
      settings: expect.objectContaining({ votingSeconds: 0, commentator: false, referee: true }),
      budgets: { battleUsd: 0.5, dailyUsd: null },
      startAt: new Date(startAt).getTime(),
    }),
  );
});

test("a limit that is no money is refused before anybody is asked", async () => {
  const create = open();
  await openRules();
  await user.type(screen.getByLabelText(/limit for this room/i), "lots");
  await user.type(topic(), "Tabs or spaces?{Enter}");
  expect(create).not.toHaveBeenCalled();
  expect(noteOf(screen.getByLabelText(/limit for this room/i))).toMatch(/US dollars/);
});

test("a duel says that names are hidden and sides are drawn, and gives no fighter a side", async () => {
  const create = open();
  await user.click(screen.getByRole("radio", { name: "Duel" }));
  screen.getByText(/names stay hidden .* sides are drawn by lot/i);
  screen.getByRole("group", { name: "First fighter" });
  expect(screen.queryByRole("group", { name: "For" })).toBeNull();
  await user.type(topic(), "Explain tides{Enter}");
  expect(create).toHaveBeenCalledWith(expect.objectContaining({ format: "duel" }));
});

test.each([
  ["Challenge", "challenge", "Model, against"],
  ["Chat", "chat", "Model, the model"],
])("a %s has one model, and you on side A", async (name, format, picker) => {
  const create = open();
  await user.click(screen.getByRole("radio", { name }));
  within(screen.getByRole("region", { name: "Your side" })).getByText("You");
  screen.getByRole("combobox", { name: picker });
  expect(document.getElementById("model-A")).toBeNull();
  await user.type(topic(), "Hot dogs?{Enter}");
  expect(create).toHaveBeenCalledWith(
    expect.objectContaining({ format, fighters: [{ modelId: "sparring/firebrand" }] }),
  );
});

test("a chat shows neither rounds nor referee nor votes", async () => {
  open();
  await user.click(screen.getByRole("radio", { name: "Chat" }));
  await openRules();
  expect(screen.queryByRole("switch", { name: "Referee" })).toBeNull();
  expect(screen.queryByRole("group", { name: "Rounds" })).toBeNull();
  expect(screen.queryByRole("group", { name: "Time to vote" })).toBeNull();
  screen.getByRole("button", { name: "Create chat" });
});

test("a model can be picked from the list with the keyboard", async () => {
  const create = open();
  const picker = screen.getByRole<HTMLInputElement>("combobox", { name: "Model, against" });
  await user.clear(picker);
  await user.type(picker, "jes");
  await screen.findByRole("option", { name: /Jester/ });
  await user.keyboard("{ArrowDown}{Enter}");
  expect(picker.value).toBe("Jester");
  expect(create).not.toHaveBeenCalled();
});

test("the model's own persona is named, another one is picked with the keyboard, and sent by its id", async () => {
  const create = open();
  const picker = screen.getByRole("combobox", { name: "Persona, for" });
  expect(picker.textContent).toMatch(/Model’s own.*Gadfly/);
  picker.focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("option", { name: /Mine/ }));
  await waitFor(() => expect(picker.textContent).toMatch(/Mine/));
  await user.type(topic(), "Tabs or spaces?{Enter}");
  expect(create.mock.calls[0]?.[0].fighters[0]).toEqual({ modelId: "sparring/socrates", personaId: "p1" });
});

test("own words get a field of their own, and must say something", async () => {
  const create = open();
  screen.getByRole("combobox", { name: "Persona, against" }).focus();
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("option", { name: /Own words/ }));
  const words = await screen.findByRole("textbox", { name: "Own words, against" });
  await user.type(topic(), "Tabs or spaces?{Enter}");
  expect(create).not.toHaveBeenCalled();
  expect(noteOf(words)).toMatch(/how it argues/);
  await user.type(words, "Patient");
  await user.click(submit());
  expect(create.mock.calls[0]?.[0].fighters[1]).toEqual({ modelId: "sparring/firebrand", persona: "Patient" });
});

test("the draft survives leaving, and a persona brought along is picked", async () => {
  open();
  await user.type(topic(), "Tabs or spaces?");
  await user.click(screen.getByRole("radio", { name: "Duel" }));
  cleanup();
  open({ brought: { side: "B", personaId: "p1" } });
  expect(topic().value).toBe("Tabs or spaces?");
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "Duel" }).checked).toBe(true);
  expect(screen.getByRole("combobox", { name: "Persona, second fighter" }).textContent).toMatch(/Mine/);
  cleanup();
  open();
  expect(screen.getByRole("combobox", { name: "Persona, second fighter" }).textContent).toMatch(/Mine/);
});

test("of four hundred models the open list draws a part and says so", async () => {
  const many = Array.from({ length: 400 }, (_, n) =>
    modelInList(`Model ${n}`, { modelId: `v/m${n}`, scripted: false }),
  );
  open({ models: [...models, ...many] });
  await user.click(screen.getByRole("combobox", { name: "Model, for" }));
  await screen.findByText(/40 of 403/);
  expect(screen.getAllByRole("option")).toHaveLength(40);
});
