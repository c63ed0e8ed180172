import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentProps } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { textHash } from "../../../convex/model/textHash";
import { SCRIPTED_NOTE } from "../../components/badges";
// Loaded on demand in the product; here its compilation is no part of what a test waits for.
import "../../components/markdown";
import { challenger, finishedTurn, liveTurn, model, slash, socrates, toolCall } from "../../testing/fixtures";
import { stubMatchMedia } from "../../testing/match-media";
import type { Slot } from "./rounds";
import { TurnCard } from "./turn-card";

const ahead = vi.hoisted(() => ({ value: 2 as number | null }));
vi.mock(import("convex/react"), async (original) => ({
  ...(await original()),
  useQuery: (() => ahead.value) as never,
}));

beforeEach(() => stubMatchMedia());
afterEach(cleanup);

type Props = ComponentProps<typeof TurnCard>;
const EMPTY = { side: "A", earlier: [], calls: [] } as const;
const live = (over: Parameters<typeof liveTurn>[0] = {}, text = ""): Slot => ({
  ...EMPTY,
  kind: "live",
  turn: liveTurn(over),
  text,
});
const done = (text: string, over: Parameters<typeof finishedTurn>[1] = {}, slot: Partial<Slot> = {}): Slot =>
  ({ ...EMPTY, kind: "finished", turn: finishedTurn(text, over), text, verdict: null, ...slot }) as Slot;
const card = (slot: Slot, over: Partial<Props> = {}) => (
  <TurnCard
    slot={slot}
    round={2}
    fighter={socrates}
    format="debate"
    judged
    over={false}
    models={[{ modelId: "sparring/jester", name: "Jester" }]}
    isHost={false}
    {...over}
  />
);
const show = (slot: Slot, over: Partial<Props> = {}) => render(card(slot, over));

test("a finished turn says in its attributes exactly what is on screen", async () => {
  show(done("Two **words**"));
  const article = screen.getByRole("article", { name: "Round 2, Socrates, for" });
  const text = article.querySelector<HTMLElement>("[data-turn-text]")!;
  expect(article.dataset).toMatchObject({ turnId: "turn1", status: "complete", side: "A" });
  expect(text.dataset).toMatchObject({ rawLength: "13", rawHash: textHash("Two **words**") });
  expect(await screen.findByText("words", { selector: "strong" })).toBeDefined();
  expect(article.textContent).toContain("2 words · 4.8 s");
});

test("thinking shows lines of the words to come, and none once there are words", () => {
  const { rerender } = show(live({ status: "thinking" }));
  expect(screen.getByTestId("thinking")).toBeDefined();
  expect(screen.getByText("thinking")).toBeDefined();
  rerender(card(live({}, "First")));
  expect(screen.queryByTestId("thinking")).toBeNull();
  expect(screen.getByText("speaking")).toBeDefined();
});

test("the card stays the same element from the first thought to the verdict", () => {
  const { rerender } = show(live({ status: "thinking" }));
  const before = screen.getByRole("article");
  const place = before.querySelector("[data-verdict]");
  rerender(card(done("Done.", {}, { verdict: "reading" })));
  expect(screen.getByText("The referee is reading")).toBeDefined();
  rerender(card(done("Done.", {}, { verdict: slash })));
  expect(screen.getByRole("article")).toBe(before);
  expect(before.querySelector("[data-verdict]")).toBe(place);
});

test("a hit is a name, a number and a reason; what the crowd added stands beside it", () => {
  show(done("Done.", {}, { verdict: { ...slash, bonus: 4 } }));
  expect(screen.getByRole("article").querySelector("[data-verdict]")!.textContent).toBe(
    `Fire slash−20 −4 crowd${slash.reason}`,
  );
});

test("an argument that was not judged says so, and no badge claims a hit", () => {
  show(done("Done.", {}, { verdict: { kind: "unjudged", cause: "invalid" } }));
  expect(screen.getByText("Unjudged")).toBeDefined();
  expect(screen.getByText("No damage: the referee's answer made no sense")).toBeDefined();
});

test("scripted fighters say so, models do not, and a scripted stand-in does", () => {
  show(live({ scripted: true }));
  expect(screen.getByText(SCRIPTED_NOTE)).toBeDefined();
  cleanup();
  show(live({ scripted: true }), { fighter: model });
  expect(screen.getByText(SCRIPTED_NOTE)).toBeDefined();
  cleanup();
  show(live(), { fighter: model });
  expect(screen.queryByText(SCRIPTED_NOTE)).toBeNull();
  cleanup();
  show(done("Done.", { modelId: "sparring/jester", fellBack: true }), { fighter: model });
  expect(screen.getByText(SCRIPTED_NOTE)).toBeDefined();
  expect(screen.getByText("Stand-in: Jester spoke for Model")).toBeDefined();
});

test.each([
  ["interrupted", "stalled", "Half a", "Cut short: the model stopped in the middle."],
  ["failed", "auth", "", "Turn forfeited: the model could not be reached."],
  ["cancelled", null, "Half", "Stopped when the battle was ended."],
] as const)("%s turns say why in plain words and keep what was said", (status, errorCode, text, remark) => {
  show(done(text, { status, errorCode }));
  expect(screen.getByText(remark)).toBeDefined();
  expect(screen.getByRole("article").querySelector<HTMLElement>("[data-turn-text]")!.dataset.rawLength).toBe(
    `${text.length}`,
  );
});

test("whoever comes next is announced in their place, until the battle is over", () => {
  const { rerender } = show({ ...EMPTY, side: "B", kind: "upcoming" }, { fighter: model });
  expect(screen.getByText("Model answers next")).toBeDefined();
  rerender(card({ ...EMPTY, side: "B", kind: "upcoming" }, { fighter: model, over: true }));
  expect(screen.getByText("Model did not get the word")).toBeDefined();
  rerender(card({ ...EMPTY, kind: "awaiting" }, { fighter: challenger, format: "challenge" }));
  expect(screen.getByText("Challenger has the word")).toBeDefined();
  rerender(card({ ...EMPTY, kind: "held" }));
  expect(screen.getByText("Paused before Socrates said a word")).toBeDefined();
});

test("a person's words stand as they were typed and are called that", () => {
  show(done("I say:\n**no**", { role: "person", modelId: null, scripted: false }), {
    fighter: challenger,
    format: "challenge",
  });
  expect(screen.getByText("Typed by a person")).toBeDefined();
  expect(screen.getByRole("article").querySelector(".plain")!.textContent).toBe("I say:\n**no**");
});

test("earlier attempts are kept, and stay closed until somebody opens them", async () => {
  const cut = finishedTurn("Half a thought", { status: "interrupted", errorCode: "paused", superseded: true });
  show({ ...live({}, "Again"), earlier: [cut] });
  const details = screen.getByText("Earlier attempt, cut short").closest("details")!;
  expect(details.open).toBe(false);
  await userEvent.click(screen.getByText("Earlier attempt, cut short"));
  expect(details.open).toBe(true);
  expect(details.textContent).toContain("Half a thought");
});

test("a tool call grows on screen, then shows its result and its time; a failure stays visible", () => {
  const calling = toolCall({ status: "calling", arguments: '{"expression":"600 *', result: null, durationMs: null });
  const { rerender } = show({ ...live({}, "So"), calls: [calling] });
  const item = screen.getByRole("listitem");
  expect(item.querySelector("summary")!.textContent).toBe("Calculates600 *writing");
  rerender(card({ ...live({}, "So"), calls: [toolCall()] }));
  expect(item.querySelector("summary")!.textContent).toBe("Calculates600 * 4.2 = 25200.1 s");
  const failed = toolCall({ name: "search_transcript", status: "failed", result: "timed out", durationMs: 3000 });
  rerender(card({ ...live({}, "So"), calls: [failed] }));
  expect(item.textContent).toContain("failed · 3.0 s");
  expect(item.textContent).toContain("timed out");
});

test("a turn that waits for a slot knows its place; one that waits for a time counts down to it", () => {
  const { rerender } = show(live({ status: "queued", wait: { kind: "slot" } }));
  expect(screen.getByText("Waiting for a slot, 2 ahead")).toBeDefined();
  rerender(card(live({ status: "queued", wait: { kind: "provider", until: Date.now() + 11_500 } })));
  expect(screen.getByText("Resuming in 12 s: the model's provider asked for a pause")).toBeDefined();
});
