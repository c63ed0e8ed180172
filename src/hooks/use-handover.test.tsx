import { act, cleanup, render, renderHook } from "@testing-library/react";
import { getFunctionName } from "convex/server";
import { StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answer, authenticate, mutation, resetConvex } from "../testing/convex-stub";
import { expectsCode, useComeBack, useLeaveFor } from "./use-handover";

const { handOver, signIn, toast } = vi.hoisted(() => ({
  handOver: vi.fn<(name: string) => Promise<string | null>>(),
  signIn: vi.fn<(provider: string, params: object) => Promise<unknown>>(),
  toast: vi.fn<(text: string) => Promise<void>>(),
}));

function useAction(reference: Parameters<typeof getFunctionName>[0]) {
  return async () => await handOver(getFunctionName(reference));
}
vi.mock(import("convex/react"), async () => {
  const { convexReact: stub } = await import("../testing/convex-stub");
  return { ...stub, useAction };
});
vi.mock(import("@convex-dev/auth/react"), () => ({ useAuthActions: () => ({ signIn }) }) as object);
vi.mock(import("../lib/toast"), () => ({ toastDone: toast }) as object);

const START = Date.parse("2026-11-27T12:00:00Z");
const FAILED = "Signing in with GitHub did not work, and nothing has changed. You can try again.";
const minutes = (count: number) => vi.setSystemTime(START + count * 60_000);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
  handOver.mockReset().mockResolvedValue("the token");
  signIn.mockReset().mockResolvedValue({ signingIn: false });
  toast.mockReset().mockResolvedValue();
  resetConvex();
});
afterEach(() => {
  cleanup();
  sessionStorage.clear();
  localStorage.clear();
  vi.useRealTimers();
});

/** Who the page is told that it is: nobody, a guest, or somebody with an account; undefined: that is not known yet. */
function become(who: "nobody" | "guest" | "account" | undefined): void {
  authenticate(who === "guest" || who === "account");
  answer("accounts:me", who === undefined || who === "nobody" ? undefined : { isAnonymous: who === "guest" });
}

async function leave(): Promise<void> {
  const { result, unmount } = renderHook(() => useLeaveFor());
  await result.current("github", "/rooms/1");
  unmount();
}

function Page() {
  useComeBack();
  return null;
}

const tree = () => (
  <StrictMode>
    <Page />
  </StrictMode>
);

/** The page as it comes up after a navigation, while it is not known who is calling; then it is. */
function comeBack(who: "nobody" | "guest" | "account") {
  authenticate(true);
  answer("accounts:me", undefined);
  const before = toast.mock.calls.length;
  const { rerender, unmount } = render(tree());
  expect(toast).toHaveBeenCalledTimes(before);
  act(() => {
    become(who);
    rerender(tree());
  });
  return { again: () => rerender(tree()), unmount };
}

describe("who leaves for another site", () => {
  test("is sent there with the way back, after the token is kept", async () => {
    const order: string[] = [];
    handOver.mockImplementation(async (name) => {
      order.push(name);
      return "the token";
    });
    signIn.mockImplementation(async (provider, params) => {
      order.push(`${provider} ${JSON.stringify(params)} ${Object.values({ ...sessionStorage }).join()}`);
    });
    await leave();
    expect(order).toEqual(["accounts:handOver", 'github {"redirectTo":"/rooms/1"} the token,github']);
  });

  test("is asked for a code for 15 minutes, and nobody else is", async () => {
    expect(expectsCode()).toBe(false);
    await leave();
    minutes(14.9);
    expect(expectsCode()).toBe(true);
    minutes(15);
    expect(expectsCode()).toBe(false);
  });

  test("and is refused before, has not left", async () => {
    signIn.mockRejectedValue(new Error("too often"));
    await expect(leave()).rejects.toThrow("too often");
    expect(expectsCode()).toBe(false);
    comeBack("nobody");
    expect(toast).not.toHaveBeenCalled();
  });

  test("is told nothing while the page goes away, whatever it learns in between", async () => {
    const page = comeBack("guest");
    await leave();
    act(() => {
      become("nobody");
      page.again();
    });
    expect(toast).not.toHaveBeenCalled();
  });
});

describe("who comes back", () => {
  test("with an account takes over what the guest had, once, and is told nothing", async () => {
    const takeOver = mutation("accounts:takeOver");
    await leave();
    comeBack("account").unmount();
    comeBack("account");
    expect(takeOver.mock.calls).toEqual([[{ token: "the token" }]]);
    expect(toast).not.toHaveBeenCalled();
    expect(expectsCode()).toBe(false);
  });

  test("with an account, having been nobody before, takes over nothing", async () => {
    handOver.mockResolvedValue(null);
    const takeOver = mutation("accounts:takeOver");
    await leave();
    comeBack("account");
    expect(takeOver).not.toHaveBeenCalled();
  });

  test("is not bothered by a token that is no longer good", async () => {
    mutation("accounts:takeOver", async () => await Promise.reject(new Error("gone")));
    await leave();
    comeBack("account");
    await Promise.resolve();
    expect(toast).not.toHaveBeenCalled();
  });

  test("as nobody is told once that it did not work; a second try still brings the token along", async () => {
    const takeOver = mutation("accounts:takeOver");
    await leave();
    comeBack("nobody").unmount();
    comeBack("nobody").unmount();
    expect(toast.mock.calls).toEqual([[FAILED]]);
    handOver.mockResolvedValue(null);
    await leave();
    comeBack("account");
    expect(takeOver.mock.calls).toEqual([[{ token: "the token" }]]);
  });

  test("as the guest of before is told, and the token is thrown away: whoever signs in next is another matter", async () => {
    const takeOver = mutation("accounts:takeOver");
    await leave();
    comeBack("guest").unmount();
    expect(toast.mock.calls).toEqual([[FAILED]]);
    comeBack("account");
    expect(takeOver).not.toHaveBeenCalled();
  });
});
