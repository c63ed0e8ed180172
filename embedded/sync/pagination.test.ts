import type { ConvexClient } from "convex/browser";
import { describe, expect, test } from "vitest";
import { TcpProxy } from "../server/fixtures/tcp-proxy";
import { httpClient, mutationRef, openClient, openHost, queryRef } from "../server/fixtures/test-host";

interface Note {
  _id: string;
  text: string;
}
interface Pages {
  results: Note[];
  status: string;
  loadMore(count: number): boolean;
}

const addMany = mutationRef("notes:addMany");
const remove = mutationRef("notes:remove");
const list = queryRef("notes:list");

/** What a paginated list on screen shows. */
class PagedList {
  shown: Pages | undefined;
  #changed: (() => void)[] = [];

  constructor(client: ConvexClient, room: string, initialNumItems: number) {
    const onResult = (result: unknown) => {
      this.shown = result as Pages;
      for (const changed of this.#changed.splice(0)) changed();
    };
    client.onPaginatedUpdate_experimental(queryRef("notes:page"), { room }, { initialNumItems }, onResult);
  }

  get texts(): string[] {
    return this.shown?.results.map(({ text }) => text) ?? [];
  }

  async until(holds: (shown: Pages) => boolean): Promise<Pages> {
    while (!this.shown || !holds(this.shown)) await new Promise<void>((resolve) => this.#changed.push(resolve));
    return this.shown;
  }

  async loadMore(count: number): Promise<void> {
    (await this.until(({ status }) => status === "CanLoadMore")).loadMore(count);
    await this.until(({ status }) => status !== "LoadingMore");
  }
}

/** A small generator with a fixed seed, so that a failure repeats. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

async function openPages(url: string, count: number) {
  const client = openClient(url);
  await client.mutation(addMany, { room: "a", ranks: Array.from({ length: count }, (_, i) => i * 100) });
  const pages = new PagedList(client, "a", 4);
  await pages.until(({ status }) => status === "CanLoadMore");
  return { client, pages };
}

describe("pages that were loaded", () => {
  test("stay gapless and without duplicates while rows come and go anywhere in them", async () => {
    const { url } = await openHost();
    const { client, pages } = await openPages(url, 20);
    await pages.loadMore(4);
    await pages.loadMore(4);
    const below = randomFrom(7);
    for (let step = 0; step < 60; step++) {
      const removing = below(3) === 0 && pages.texts.length > 6;
      if (removing) {
        await client.mutation(remove, { id: pages.shown!.results[below(pages.texts.length)]!._id });
      } else {
        await client.mutation(addMany, { room: "a", ranks: [below(2000)] });
      }
      const all = (await httpClient(url).query(list, { room: "a" })) as string[];
      expect(pages.texts).toEqual(all.slice(0, pages.texts.length));
    }
    const all = (await httpClient(url).query(list, { room: "a" })) as string[];
    while (pages.shown!.status === "CanLoadMore") await pages.loadMore(10);
    expect(pages.texts).toEqual(all);
    expect(pages.shown!.status).toBe("Exhausted");
  });

  test("keep their ends over a reconnect", async () => {
    const { url } = await openHost();
    const proxy = await TcpProxy.to(url);
    const { pages } = await openPages(proxy.url, 20);
    await pages.loadMore(4);
    const last = pages.texts.at(-1);
    proxy.cut();
    await httpClient(url).mutation(addMany, { room: "a", ranks: [1, 2, 3] });
    await pages.until(({ results }) => results.length === 11);
    expect(pages.texts.slice(0, 5)).toEqual(["note 0", "note 1", "note 2", "note 3", "note 100"]);
    expect(pages.texts.at(-1)).toBe(last);
  });

  test("a new viewer gets a first page of the size it asked for", async () => {
    const { url } = await openHost();
    const { client } = await openPages(url, 20);
    await client.mutation(addMany, { room: "a", ranks: [1, 2, 3] });
    const fresh = new PagedList(openClient(url), "a", 4);
    await fresh.until(({ status }) => status === "CanLoadMore");
    expect(fresh.texts).toEqual(["note 0", "note 1", "note 2", "note 3"]);
  });

  test("a change in one page runs that page alone", async () => {
    const { url, metrics } = await openHost();
    const { client, pages } = await openPages(url, 20);
    await pages.loadMore(4);
    const before = metrics.executions.get("notes:page")!;
    await client.mutation(addMany, { room: "a", ranks: [150] });
    await pages.until(({ results }) => results.length === 9);
    expect(metrics.executions.get("notes:page")! - before).toBe(1);
  });
});
