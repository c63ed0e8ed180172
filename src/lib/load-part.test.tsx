import { act, cleanup, render, screen } from "@testing-library/react";
import { type ComponentType, Suspense } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lazyPart, useMissingPart } from "./load-part";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

function Notice() {
  return <p>{useMissingPart() ? "missing" : "whole"}</p>;
}

/** A page with a part whose chunk fails `failures` times. */
async function page(failures: number) {
  const load = vi.fn<() => Promise<{ default: ComponentType }>>(async () => {
    if (load.mock.calls.length <= failures) throw new TypeError("Failed to fetch dynamically imported module");
    return { default: () => <p>the part</p> };
  });
  const Part = lazyPart(load);
  await act(async () => {
    render(
      <>
        <p>the page</p>
        <Notice />
        <Suspense>
          <Part />
        </Suspense>
      </>,
    );
  });
  return load;
}
const shown = () => document.body.textContent;

test("a part whose chunk fails is asked for again, and the page stands meanwhile", async () => {
  await page(1);
  expect(shown()).toBe("the pagewhole");
  await wait(1000);
  expect(shown()).toBe("the pagewholethe part");
});

test("coming back online asks at once", async () => {
  const load = await page(1);
  expect(load).toHaveBeenCalledTimes(1);
  await act(async () => void dispatchEvent(new Event("online")));
  expect(screen.getByText("the part")).toBeDefined();
});

test("three times in vain is said, until it is there after all", async () => {
  await page(4);
  await wait(2999);
  expect(shown()).toBe("the pagewhole");
  await wait(1);
  expect(shown()).toBe("the pagemissing");
  await wait(4000 + 8000);
  expect(shown()).toBe("the pagewholethe part");
});

test("the pauses grow to 16 s and no further", async () => {
  const load = await page(100);
  await wait(1000 + 2000 + 4000 + 8000 + 16_000);
  expect(load).toHaveBeenCalledTimes(6);
  await wait(16_000);
  expect(load).toHaveBeenCalledTimes(7);
});
