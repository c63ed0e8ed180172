import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { arenaError } from "../../../convex/model/errors";
import { NoAnswerError } from "../../lib/errors";
import { TopicField } from "./topic-field";
import type { Suggest } from "./use-topic-suggestions";

// The field takes its suggestions as a prop; nothing here asks a server.
vi.mock("convex/react", () => ({ useAction: vi.fn<() => void>() }));
vi.mock("../../hooks/use-ensure-signed-in", () => ({ useEnsureSignedIn: vi.fn<() => void>() }));

afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

function Form({ suggest, start = "" }: { suggest: Suggest; start?: string }) {
  const [topic, setTopic] = useState(start);
  return <TopicField format="debate" value={topic} error={undefined} suggest={suggest} onChange={setTopic} />;
}
const ask = () => userEvent.click(screen.getByRole("button", { name: "Suggest topics" }));
const topic = () => screen.getByLabelText<HTMLInputElement>("Topic");
const bundled: Suggest = async () => ({ topics: ["Is art useful?", "Cats or dogs?"], source: "bundled" });

test("suggested topics say where they come from, and a press takes one over", async () => {
  render(<Form suggest={bundled} />);
  await ask();
  await screen.findByText(/built-in list, not from a model/);
  await userEvent.click(screen.getByRole("button", { name: "Cats or dogs?" }));
  expect(topic().value).toBe("Cats or dogs?");
  expect(screen.getByRole("button", { name: "Cats or dogs?", pressed: true })).toBeDefined();
  expect(screen.getByRole("button", { name: "Is art useful?", pressed: false })).toBeDefined();
});

test("topics of a model are said to be a model's", async () => {
  render(<Form suggest={async () => ({ topics: ["Is art useful?"], source: "model" })} />);
  await ask();
  expect(await screen.findByText(/thought of by a model/i)).toBeDefined();
});

test("what is typed is the theme, a picked topic is not", async () => {
  const suggest = vi.fn<Suggest>(bundled);
  render(<Form suggest={suggest} start="  animals " />);
  await ask();
  await userEvent.click(await screen.findByRole("button", { name: "Cats or dogs?" }));
  await ask();
  expect(suggest.mock.calls).toEqual([["animals"], [""]]);
});

test("a long text is cut to what the server takes", async () => {
  const suggest = vi.fn<Suggest>(bundled);
  render(<Form suggest={suggest} start={"x".repeat(150)} />);
  await ask();
  expect(suggest).toHaveBeenCalledWith("x".repeat(100));
});

test("while it is asked the button is busy, the room for topics is there, and nobody is asked twice", async () => {
  const suggest = vi.fn<Suggest>(() => new Promise(() => undefined));
  render(<Form suggest={suggest} />);
  await ask();
  await ask();
  expect(suggest).toHaveBeenCalledTimes(1);
  expect(screen.getByRole("button", { name: "Suggest topics" }).getAttribute("aria-busy")).toBe("true");
  screen.getByText("Looking for topics");
});

test("whoever asked too often sees the seconds go by, and can ask again after them", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  let refused = true;
  const suggest: Suggest = async (theme) => {
    if (!refused) return await bundled(theme);
    throw arenaError("RATE_LIMITED", "", { retryAfterMs: 12_000 });
  };
  render(<Form suggest={suggest} />);
  await ask();
  await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/Again in 12 s/));
  vi.advanceTimersByTime(3000);
  await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/Again in 9 s/));
  vi.advanceTimersByTime(9000);
  await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/can ask for topics again/));
  refused = false;
  await ask();
  await screen.findByRole("button", { name: "Is art useful?" });
});

test("without an answer the reason is said, and the topic stays", async () => {
  render(<Form suggest={() => Promise.reject(new NoAnswerError())} start="Mine" />);
  await ask();
  await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/no answer/i));
  expect(topic().value).toBe("Mine");
});
