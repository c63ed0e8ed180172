import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Follower } from "./follower";

/** A page of 3,000 px whose live words end at `wordsEnd`; jsdom has no layout, so the numbers are given. */
let wordsEnd = 0;
let follower: Follower;
const changed = vi.fn<(following: boolean) => void>();
const scrolls = vi.fn<(to: number) => void>();

function reader(y: number): void {
  Object.assign(globalThis, { scrollY: y });
  dispatchEvent(new Event("scroll"));
}
const touch = (type: string, clientY: number) =>
  dispatchEvent(Object.assign(new Event(type), { touches: [{ clientY }] }));
const words = async () => {
  document.querySelector("[data-turn-text]")!.append("more ");
  await Promise.resolve();
  vi.advanceTimersByTime(50);
};
const frames = (ms: number) => vi.advanceTimersByTime(ms);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame"] });
  changed.mockClear();
  scrolls.mockClear();
  document.body.innerHTML = '<main><article aria-busy="true"><div data-turn-text></div></article></main>';
  Object.assign(globalThis, { scrollY: 0, innerHeight: 900 });
  Object.defineProperty(document.documentElement, "scrollHeight", { configurable: true, value: 3000 });
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(
    () => ({ top: 200 - scrollY, bottom: wordsEnd - scrollY }) as DOMRect,
  );
  vi.stubGlobal("scrollTo", ({ top }: { top: number }) => {
    scrolls(top);
    reader(top);
  });
  follower = new Follower(document.querySelector("main")!, true, changed);
});
afterEach(() => {
  follower.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("follows words that leave the view", async () => {
  wordsEnd = 700;
  await words();
  expect(scrolls).not.toHaveBeenCalled();
  wordsEnd = 1000;
  await words();
  expect(scrolls).toHaveBeenLastCalledWith(196);
  expect(changed).not.toHaveBeenCalled();
});

test("yields the moment the reader scrolls up, and moves nothing from then on", async () => {
  wordsEnd = 1500;
  await words();
  scrolls.mockClear();
  reader(scrollY - 30);
  expect(changed).toHaveBeenLastCalledWith(false);
  wordsEnd = 2500;
  await words();
  expect(scrolls).not.toHaveBeenCalled();
});

test("a turn of the wheel is enough, before anything has moved", () => {
  reader(100);
  dispatchEvent(Object.assign(new Event("wheel"), { deltaY: -1 }));
  expect(changed).toHaveBeenLastCalledWith(false);
});

test("coming back down to the words, or jumping, follows again", async () => {
  wordsEnd = 1500;
  await words();
  reader(100);
  reader(900);
  expect(changed).toHaveBeenLastCalledWith(true);
  reader(50);
  follower.jump();
  expect(changed).toHaveBeenLastCalledWith(true);
  expect(scrollY).toBe(696);
});

test("a page that shrinks above the words is not taken for a reader who scrolls up", () => {
  reader(500);
  Object.defineProperty(document.documentElement, "scrollHeight", { configurable: true, value: 2900 });
  reader(400);
  expect(changed).not.toHaveBeenCalled();
});

test("a reader who scrolls up while words flow is not taken for a page that settles", () => {
  reader(500);
  Object.defineProperty(document.documentElement, "scrollHeight", { configurable: true, value: 3100 });
  reader(400);
  expect(changed).toHaveBeenLastCalledWith(false);
});

test("a finger that pulls the page down yields at once", () => {
  reader(100);
  touch("touchstart", 300);
  touch("touchmove", 290);
  expect(changed).not.toHaveBeenCalled();
  touch("touchmove", 310);
  expect(changed).toHaveBeenLastCalledWith(false);
});

describe("where motion is welcome", () => {
  beforeEach(() => {
    follower.stop();
    follower = new Follower(document.querySelector("main")!, false, changed);
    wordsEnd = 1000;
  });

  test("the page glides to the words, and its own way there is not the reader", async () => {
    await words();
    expect(scrollY).toBeGreaterThan(0);
    expect(scrollY).toBeLessThan(196);
    frames(1_000);
    expect(scrollY).toBe(196);
    expect(changed).not.toHaveBeenCalled();
  });

  test("a reader who scrolls up on the way is not pulled back", async () => {
    await words();
    reader(scrollY - 10);
    expect(changed).toHaveBeenLastCalledWith(false);
    scrolls.mockClear();
    frames(1_000);
    expect(scrolls).not.toHaveBeenCalled();
  });

  test("while a pointer is down nothing moves under it; afterwards it follows on", async () => {
    await words();
    dispatchEvent(new MouseEvent("pointerdown", { button: 0 }));
    scrolls.mockClear();
    frames(1_000);
    await words();
    expect(scrolls).not.toHaveBeenCalled();
    dispatchEvent(new MouseEvent("pointerup"));
    frames(1_000);
    expect(scrollY).toBe(196);
  });
});
