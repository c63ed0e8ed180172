import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Ballot, VoteChoice } from "../../../convex/model/battleValidators";
import { arenaError } from "../../../convex/model/errors";
import { ballot, battle } from "../../testing/fixtures";
import { ViewerRole } from "./viewer-role";
import { VoteText } from "./vote-text";

const server = vi.hoisted(() => ({
  ballot: null as unknown,
  signedIn: vi.fn<() => Promise<void>>(),
  cast: vi.fn<(vote: { choice: string }) => Promise<null>>(),
}));
vi.mock("../../hooks/use-ensure-signed-in", () => ({ useEnsureSignedIn: () => server.signedIn }));
vi.mock(import("convex/react"), async (original) => ({
  ...(await original()),
  useConvexAuth: () => ({ isAuthenticated: false, isLoading: false, isRefreshing: false }),
  useQuery: (() => server.ballot) as never,
  useMutation: (() => Object.assign(server.cast, { withOptimisticUpdate: () => server.cast })) as never,
}));

beforeEach(() => {
  server.ballot = ballot();
  server.signedIn.mockReset().mockResolvedValue();
  server.cast.mockReset().mockResolvedValue(null);
});
afterEach(cleanup);

const dock = (number = 1, closesAt = Date.now() + 12_000) => (
  <VoteText battle={battle} ballot={number} closesAt={closesAt} />
);
const button = (name: string) => screen.getByRole("button", { name: new RegExp(`^${name}`) });
const pressed = () =>
  screen.getAllByRole("button").map((choice) => [choice.dataset["choice"], choice.getAttribute("aria-pressed")]);
const set = (over: Partial<Ballot>) => (server.ballot = ballot(over));

test("a round is a question with two answers and a time", () => {
  render(dock());
  expect(screen.getByRole("group", { name: "Who won round 1?" })).toBeDefined();
  expect(pressed()).toEqual([
    ["A", "false"],
    ["B", "false"],
  ]);
  expect(screen.getByText(/Voting closes in 12 s. One vote each./)).toBeDefined();
});

test("the verdict also knows a tie and two bad fighters", () => {
  render(dock(0));
  expect(pressed().map(([choice]) => choice)).toEqual(["A", "tie", "bothBad", "B"]);
});

test("the first click gets an identity, then casts; it is marked at once", async () => {
  const identity = new EventTarget();
  server.signedIn.mockReturnValue(new Promise((resolve) => identity.addEventListener("come", () => resolve())));
  render(dock());
  await userEvent.click(button("Socrates"));
  expect(pressed()[0]).toEqual(["A", "true"]);
  expect(server.cast).not.toHaveBeenCalled();
  await act(async () => void identity.dispatchEvent(new Event("come")));
  expect(server.cast).toHaveBeenCalledWith({ battleId: battle._id, ballot: 1, choice: "A" });
});

test("of quick clicks the last one counts, and they never overtake each other", async () => {
  const answers: (() => void)[] = [];
  server.cast.mockImplementation(() => new Promise((resolve) => answers.push(() => resolve(null))));
  render(dock());
  for (const name of ["Socrates", "Model", "Socrates", "Model"]) await userEvent.click(button(name));
  expect(server.cast).toHaveBeenCalledTimes(1);
  await act(async () => answers[0]!());
  await act(async () => answers[1]!());
  expect(server.cast.mock.calls.map(([vote]) => vote.choice)).toEqual(["A", "B"] satisfies VoteChoice[]);
});

test("counts are shown when the server gives them, and not before", () => {
  const { rerender } = render(dock());
  expect(screen.queryByText(/%/)).toBeNull();
  set({ mine: "A", tally: { A: 8, B: 5, tie: 0, bothBad: 0 } });
  rerender(dock());
  expect(button("Socrates").textContent).toBe("SocratesYour vote · 62 %");
  expect(button("Model").textContent).toBe("ModelAgainst · 38 %");
});

test("a vote that comes too late is not counted, and says so", async () => {
  server.cast.mockRejectedValue(arenaError("VOTING_CLOSED", "late"));
  render(dock());
  await userEvent.click(button("Model"));
  expect(screen.getByRole("alert").textContent).toMatch(/This vote has closed/);
  expect(pressed()).toEqual([
    ["A", "false"],
    ["B", "false"],
  ]);
});

test("too many changes say when to try again", async () => {
  server.cast.mockRejectedValue(arenaError("RATE_LIMITED", "bucket", { retryAfterMs: 4200 }));
  render(dock());
  await userEvent.click(button("Model"));
  expect(screen.getByRole("alert").textContent).toMatch(/Try again in 5 s/);
});

test("when the time is up nothing can be chosen any more", async () => {
  render(dock(1, Date.now() - 1));
  expect(screen.getByText(/Counting the votes/)).toBeDefined();
  await userEvent.click(button("Model"));
  expect(server.cast).not.toHaveBeenCalled();
});

test("a guest's vote that does not count yet says so, and says when it does", () => {
  set({ mine: "A", discarded: "too_new" });
  const { rerender } = render(dock());
  expect(screen.getByText(/Yours counts once you have been here for a few seconds\./)).toBeDefined();
  set({ mine: "A" });
  rerender(dock());
  expect(screen.getByText(/Yours counts, and you may change it\./)).toBeDefined();
});

test("a host has no choices in a rated battle of their own, and has them in an unrated one", () => {
  render(<ViewerRole value="host">{dock()}</ViewerRole>);
  expect(screen.getByText(/Hosts do not vote in their own rated battles\./)).toBeDefined();
  expect(screen.queryByRole("group")).toBeNull();
  cleanup();
  const chat = { ...battle, unrated: "format" } as const;
  render(
    <ViewerRole value="host">
      <VoteText battle={chat} ballot={1} closesAt={Date.now() + 12_000} />
    </ViewerRole>,
  );
  expect(screen.getByRole("group", { name: "Who won round 1?" })).toBeDefined();
});
