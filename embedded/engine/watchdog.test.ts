import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { cryptoUnderWay } from "../runtime/determinism";
import { Watchdog } from "./watchdog";

vi.mock(import("../runtime/determinism"), async (original) => ({
  ...(await original()),
  cryptoUnderWay: vi.fn<() => number>(() => 0),
}));

const watchdog = new Watchdog();
afterEach(() => {
  vi.mocked(cryptoUnderWay).mockReset().mockReturnValue(0);
  watchdog.close();
});

const forever = () => new Promise<never>(() => undefined);

it("ends what waits for what never comes", async () => {
  const expired = vi.fn<() => void>();
  await expect(watchdog.guard(forever, expired)).rejects.toThrow("Returned promise will never resolve");
  expect(expired).toHaveBeenCalledOnce();
});

it("waits as long as the thread pool works on somebody's cryptography", async () => {
  vi.mocked(cryptoUnderWay).mockReturnValue(1);
  const slow = watchdog.guard(async () => await sleep(1_600, "hashed"), vi.fn<() => void>());
  expect(await slow).toBe("hashed");
});
