import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { textHash } from "../../../convex/model/textHash";
import { SCRIPTED_NOTE } from "../../components/badges";
// Loaded on demand in the product; here its compilation is no part of what a test waits for.
import "../../components/markdown";
import { finishedTurn, liveTurn, room } from "../../testing/fixtures";
import { stubMatchMedia } from "../../testing/match-media";
import type { Slot } from "./rounds";
import { TurnCard } from "./turn-card";

beforeEach(() => stubMatchMedia());
afterEach(cleanup);

const [socrates, model] = room.fighters;
const show = (slot: Slot, fighter = socrates) =>
  render(<TurnCard slot={slot} round={2} fighter={fighter} over={false} />);

test("a finished turn says in its attributes exactly what is on screen", async () => {
  show({ side: "A", kind: "finished", turn: finishedTurn("Two **words**"), text: "Two **words**" });
  const article = screen.getByRole("article", { name: "Round 2, Socrates, for" });
  const text = article.querySelector<HTMLElement>("[data-turn-text]")!;
  expect(article.dataset).toMatchObject({ turnId: "turn1", status: "complete", side: "A" });
  expect(text.dataset).toMatchObject({ rawLength: "13", rawHash: textHash("Two **words**") });
  expect(await screen.findByText("words", { selector: "strong" })).toBeDefined();
  expect(article.textContent).toContain("2 words · 4.8 s");
});

test("thinking shows lines of the words to come, and none once there are words", () => {
  const { rerender } = show({ side: "A", kind: "live", turn: liveTurn({ status: "thinking" }), text: "" });
  expect(screen.getByTestId("thinking")).toBeDefined();
  expect(screen.getByText("thinking")).toBeDefined();
  rerender(
    <TurnCard
      slot={{ side: "A", kind: "live", turn: liveTurn(), text: "First" }}
      round={2}
      fighter={socrates}
      over={false}
    />,
  );
  expect(screen.queryByTestId("thinking")).toBeNull();
  expect(screen.getByText("speaking")).toBeDefined();
});

test("the card stays the same element from the first thought to the end", () => {
  const { rerender } = show({ side: "A", kind: "live", turn: liveTurn({ status: "thinking" }), text: "" });
  const before = screen.getByRole("article");
  const turn = finishedTurn("Done.");
  rerender(
    <TurnCard slot={{ side: "A", kind: "finished", turn, text: "Done." }} round={2} fighter={socrates} over={false} />,
  );
  expect(screen.getByRole("article")).toBe(before);
});

test("scripted fighters say so, models do not", () => {
  show({ side: "A", kind: "live", turn: liveTurn(), text: "" });
  expect(screen.getByText(SCRIPTED_NOTE)).toBeDefined();
  cleanup();
  show({ side: "B", kind: "live", turn: liveTurn(), text: "" }, model);
  expect(screen.queryByText(SCRIPTED_NOTE)).toBeNull();
});

test.each([
  ["interrupted", "stalled", "Half a", "Cut short: the model stopped in the middle."],
  ["failed", "auth", "", "No argument this time: the provider refused the API key."],
  ["cancelled", null, "Half", "Stopped when the host ended the battle."],
] as const)("%s turns say why in plain words and keep what was said", (status, errorCode, text, remark) => {
  show({ side: "A", kind: "finished", turn: finishedTurn(text, { status, errorCode }), text });
  expect(screen.getByText(remark)).toBeDefined();
  expect(screen.getByRole("article").querySelector<HTMLElement>("[data-turn-text]")!.dataset.rawLength).toBe(
    `${text.length}`,
  );
});

test("whoever comes next is announced in their place, until the battle is over", () => {
  const { rerender } = show({ side: "B", kind: "upcoming" }, model);
  expect(screen.getByText("Model answers next")).toBeDefined();
  rerender(<TurnCard slot={{ side: "B", kind: "upcoming" }} round={2} fighter={model} over />);
  expect(screen.getByText("Model did not get the word")).toBeDefined();
});
