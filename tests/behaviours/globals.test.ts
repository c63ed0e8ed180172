import { afterEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./convex/_generated/api";
import { gate, newTest } from "./new-test";

// Before any backend is made: it is the first that puts accessors in place of globals.
const enumerable = () =>
  Object.entries(Object.getOwnPropertyDescriptors(globalThis))
    .filter(([, descriptor]) => descriptor.enumerable)
    .map(([name]) => name)
    .toSorted();
const enumerableBefore = enumerable();
const realAtob = Object.getOwnPropertyDescriptor(globalThis, "atob")!;

/** Base64 of "hello". */
const HELLO = "aGVsbG8=";

const download = async () => await (await fetch("https://example.com")).text();

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  Object.defineProperty(globalThis, "atob", realAtob);
});

describe("a handler that replaces a global", () => {
  it("sees it, and the functions it calls do not", async () => {
    const patched = { before: "patched", nested: "hello", after: "patched" };
    expect(await newTest().mutation(internal.globals.mutationPatches)).toEqual(patched);
    expect(await newTest().action(internal.globals.actionPatches, { patch: "patched" })).toEqual(patched);
  });

  it("is not disturbed by an action it calls that does the same", async () => {
    expect(await newTest().action(internal.globals.actionNestsAction)).toEqual({
      inner: { before: "inner", nested: "hello", after: "inner" },
      after: "outer",
    });
  });

  it("leaves nothing behind", async () => {
    const t = newTest();
    await t.action(internal.globals.actionPatches, { patch: "patched" });
    expect(await t.action(internal.globals.readAtobInAction)).toBe("hello");
    expect(atob(HELLO)).toBe("hello");
  });

  it("leaves nothing behind if it throws", async () => {
    const t = newTest();
    const failed = t.action(() => {
      globalThis.atob = () => "patched";
      return Promise.reject(new Error("failed"));
    });
    await expect(failed).rejects.toThrow("failed");
    expect(atob(HELLO)).toBe("hello");
  });

  it("is alone with it, while others run", async () => {
    const t = newTest();
    const seen = await Promise.all(
      ["a", "b"].map(async (patch) => await t.action(internal.globals.actionPatches, { patch, ms: 5 })),
    );
    expect(seen).toEqual([
      { before: "a", nested: "hello", after: "a" },
      { before: "b", nested: "hello", after: "b" },
    ]);
  });

  it("keeps it after reading the database", async () => {
    const seen = await newTest().mutation(async (ctx) => {
      globalThis.atob = () => "patched";
      await ctx.db.insert("things", { value: 1 });
      await ctx.db.query("things").collect();
      return atob(HELLO);
    });
    expect(seen).toBe("patched");
  });

  it("keeps it when another one ends", async () => {
    const t = newTest();
    const [started, release] = [gate(), gate()];
    const first = t.action(async () => {
      globalThis.atob = () => "first";
      started.open();
      await release.opened;
      return atob(HELLO);
    });
    await started.opened;
    const second = await t.action(async () => {
      const before = atob(HELLO);
      globalThis.atob = () => "second";
      return Promise.resolve([before, atob(HELLO)]);
    });
    release.open();
    expect(second).toEqual(["hello", "second"]);
    expect(await first).toBe("first");
  });

  it("may be an HTTP action", async () => {
    const t = newTest();
    const patched = await Promise.all([t.fetch("/patch?patch=a"), t.fetch("/patch?patch=b"), t.fetch("/patch")]);
    expect(await Promise.all(patched.map((response) => response.json()))).toEqual([
      { before: "a", nested: "hello", after: "a" },
      { before: "b", nested: "hello", after: "b" },
      { before: "hello", nested: "hello", after: "hello" },
    ]);
  });

  it("may replace Math and crypto as a whole", async () => {
    const seen = await newTest().mutation(async () => {
      globalThis.Math = Object.assign(Object.create(Math) as Math, { random: () => 0.25 });
      return Promise.resolve(Math.random());
    });
    expect(seen).toBe(0.25);
    expect(Math.random()).not.toBe(0.25);
  });
});

describe("what queries and mutations may not use", () => {
  it.each(["query", "mutation", "run"] as const)("fetch in %s", async (kind) => {
    const t = newTest();
    const call = { query: () => t.query(download), mutation: () => t.mutation(download), run: () => t.run(download) }[
      kind
    ];
    await expect(call()).rejects.toThrow("`fetch` is not supported");
  });

  it("timers", async () => {
    const t = newTest();
    await expect(t.query(async () => void setTimeout(() => {}, 1))).rejects.toThrow("`setTimeout` is not supported");
    await expect(t.mutation(async () => void setInterval(() => {}, 1))).rejects.toThrow(
      "`setInterval` is not supported",
    );
    await expect(t.run(async () => clearTimeout(undefined))).rejects.toThrow("`clearTimeout` is not supported");
  });

  it("may be looked at, and replaced", async () => {
    const seen = await newTest().mutation(async () => {
      const kind = typeof fetch;
      globalThis.fetch = () => Promise.resolve(new Response("replaced"));
      return [kind, await (await fetch("https://example.com")).text()];
    });
    expect(seen).toEqual(["function", "replaced"]);
  });

  it("may be used in actions", async () => {
    const slept = await newTest().action(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return "slept";
    });
    expect(slept).toBe("slept");
  });

  it("is still refused in queries that an action calls", async () => {
    const t = newTest();
    const nested = t.action(async () => await t.query(async () => void setTimeout(() => {}, 1)));
    await expect(nested).rejects.toThrow("`setTimeout` is not supported");
  });
});

describe("globals that the test replaces", () => {
  it("reach actions", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("stubbed")));
    expect(await newTest().action(async () => await (await fetch("https://example.com")).text())).toBe("stubbed");
  });

  it("do not let queries and mutations fetch", async () => {
    const t = newTest();
    const stub = vi.fn<typeof fetch>(() => Promise.resolve(new Response("stubbed")));
    vi.stubGlobal("fetch", stub);
    await expect(t.mutation(async () => void (await fetch("https://example.com")))).rejects.toThrow("not supported");
    expect(stub).not.toHaveBeenCalled();
  });

  it("before the backend is made can be restored afterwards", async () => {
    vi.stubGlobal("atob", () => "stubbed");
    const t = newTest();
    expect(await t.action(internal.globals.readAtobInAction)).toBe("stubbed");
    vi.unstubAllGlobals();
    expect(await t.action(internal.globals.readAtobInAction)).toBe("hello");
    expect(atob(HELLO)).toBe("hello");
  });

  it("after the backend was made reach nested calls, again and again", async () => {
    const t = newTest();
    for (const value of ["first", "second"]) {
      const stub = () => value;
      vi.stubGlobal("atob", stub);
      expect(await t.action(internal.globals.actionPatches, { patch: "p" })).toEqual({
        before: "p",
        nested: value,
        after: "p",
      });
      expect(globalThis.atob).toBe(stub);
      vi.unstubAllGlobals();
      expect(await t.query(internal.globals.readAtob)).toBe("hello");
    }
  });

  it("may be getters, which are asked every time, and not before", async () => {
    const t = newTest();
    const get = vi.fn<() => () => string>(() => () => "first");
    Object.defineProperty(globalThis, "atob", { configurable: true, get, set: undefined });
    await t.action(() => Promise.resolve(null));
    expect(get).not.toHaveBeenCalled();
    expect(await t.action(() => Promise.resolve(atob(HELLO)))).toBe("first");
    get.mockImplementation(() => () => "second");
    expect(await t.action(() => Promise.resolve(atob(HELLO)))).toBe("second");
  });

  it("may have setters, which a handler's own assignment does not reach", async () => {
    const t = newTest();
    const set = vi.fn<(value: unknown) => void>();
    Object.defineProperty(globalThis, "atob", { configurable: true, get: () => () => "shared", set });
    await t.action(() => Promise.resolve(null));
    globalThis.atob = () => "from the test";
    expect(set).toHaveBeenCalledTimes(1);
    const own = await t.action(() => {
      globalThis.atob = () => "own";
      return Promise.resolve(atob(HELLO));
    });
    expect(own).toBe("own");
    expect(set).toHaveBeenCalledTimes(1);
  });

  it("that cannot be assigned can still be replaced by a handler for itself", async () => {
    const t = newTest();
    Object.defineProperty(globalThis, "atob", { configurable: true, writable: false, value: () => "fixed" });
    await t.action(() => Promise.resolve(null));
    expect(() => {
      globalThis.atob = () => "changed";
    }).toThrow(TypeError);
    const own = await t.action(() => {
      globalThis.atob = () => "own";
      return Promise.resolve(atob(HELLO));
    });
    expect([own, atob(HELLO)]).toEqual(["own", "fixed"]);
  });

  it("that are mocked methods reach every function", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const t = newTest();
    expect(await t.mutation(() => Promise.resolve(Math.random()))).toBe(0.5);
    expect(await t.action(() => Promise.resolve(Math.random()))).toBe(0.5);
    vi.restoreAllMocks();
  });

  it("stay as enumerable as they were", () => {
    newTest();
    expect(enumerable().filter((name) => name !== "Convex")).toEqual(
      enumerableBefore.filter((name) => name !== "Convex"),
    );
  });
});

describe("the clock", () => {
  it("of a transaction is that of the test", async () => {
    vi.useFakeTimers({ now: 1_750_000_000_000 });
    const t = newTest();
    expect(await t.query(() => Promise.resolve(Date.now()))).toBe(1_750_000_000_000);
    expect(await t.mutation(() => Promise.resolve(new Date().getTime()))).toBe(1_750_000_000_000);
  });

  it("goes on between calls, and in actions", async () => {
    vi.useFakeTimers({ now: 1_750_000_000_000 });
    const t = newTest();
    const inAction = await t.action(async () => {
      const before = Date.now();
      vi.setSystemTime(1_750_000_001_000);
      return Promise.resolve(Date.now() - before);
    });
    expect(inAction).toBe(1000);
    expect(await t.query(() => Promise.resolve(Date.now()))).toBe(1_750_000_001_000);
  });

  it("gives documents their time of creation", async () => {
    vi.useFakeTimers({ now: 1_750_000_000_000 });
    const t = newTest();
    const id = await t.mutation(api.books.add, { title: "Emma", author: "Austen" });
    expect((await t.query(api.books.get, { id }))!._creationTime).toBe(1_750_000_000_000);
  });

  it("makes dates as everywhere", async () => {
    const seen = await newTest().query(() =>
      Promise.resolve([
        new Date(0).getTime(),
        new Date("2024-01-01T00:00:00Z").getTime(),
        Date.UTC(2024, 0, 1),
        Date.parse("2024-01-01T00:00:00Z"),
        new Date() instanceof Date,
        typeof Date(),
      ]),
    );
    const newYear = 1_704_067_200_000;
    expect(seen).toEqual([0, newYear, newYear, newYear, true, "string"]);
  });

  it("has randomness, and random ids", async () => {
    const t = newTest();
    const [a, b] = await t.run(() => Promise.resolve([crypto.randomUUID(), crypto.randomUUID()]));
    expect(a).not.toBe(b);
    expect(await t.query(() => Promise.resolve(Math.random()))).toBeLessThan(1);
  });
});
