import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchListing } from "./modelSource";
import type { Fetch } from "./transport";

afterEach(() => vi.useRealTimers());

interface Sent {
  url: string;
  authorization: string | null;
}

/** Answers each URL with a body, or as told; keeps what was asked. */
function server(answers: Record<string, unknown>): { fetch: Fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = (input, init) => {
    const { url, headers } = new Request(input, init);
    sent.push({ url, authorization: headers.get("authorization") });
    const answer = answers[url];
    if (answer === undefined) return Promise.reject(new TypeError("fetch failed"));
    return Promise.resolve(answer instanceof Response ? answer : Response.json(answer));
  };
  return { fetch, sent };
}

const URL_OF_LIST = "https://openrouter.ai/api/v1/models";
const page = (id: string, next?: string) => ({ data: [{ id }], links: { next: next ?? null } });
const withKey = { OPENROUTER_API_KEY: "sk-test" };

async function idsFrom(answers: Record<string, unknown>, env = withKey as Record<string, string>) {
  const { fetch, sent } = server(answers);
  const listing = await fetchListing(env, fetch);
  return { found: listing && "models" in listing ? listing.models.map(({ modelId }) => modelId) : listing, sent };
}

describe("fetching the models", () => {
  it("asks OpenRouter with the key", async () => {
    const { found, sent } = await idsFrom({ [URL_OF_LIST]: page("vendor/a") });
    expect(found).toEqual(["vendor/a"]);
    expect(sent).toEqual([{ url: URL_OF_LIST, authorization: "Bearer sk-test" }]);
  });

  it("asks any other server, without a key if there is none", async () => {
    const url = "http://127.0.0.1:11434/v1/models";
    const { found, sent } = await idsFrom(
      { [url]: page("llama3") },
      { OPENROUTER_BASE_URL: "http://127.0.0.1:11434/v1/" },
    );
    expect(found).toEqual(["llama3"]);
    expect(sent).toEqual([{ url, authorization: null }]);
  });

  it("asks nobody when no provider is configured", async () => {
    expect(await idsFrom({}, {})).toEqual({ found: null, sent: [] });
  });

  it("follows further pages on the same origin", async () => {
    const { found } = await idsFrom({
      [URL_OF_LIST]: page("vendor/a", "/api/v1/models?offset=1"),
      [`${URL_OF_LIST}?offset=1`]: page("vendor/b", `${URL_OF_LIST}?offset=2`),
      [`${URL_OF_LIST}?offset=2`]: page("vendor/c"),
    });
    expect(found).toEqual(["vendor/a", "vendor/b", "vendor/c"]);
  });

  it.each([
    "https://evil.example/models",
    "//evil.example/models",
    "http://openrouter.ai/api/v1/models",
    "http://[bad",
  ])("does not take the key to %s", async (next) => {
    const { found, sent } = await idsFrom({ [URL_OF_LIST]: page("vendor/a", next) });
    expect(found).toEqual(["vendor/a"]);
    expect(sent).toHaveLength(1);
  });

  it("does not follow pages for ever", async () => {
    let asked = 0;
    const endless: Fetch = () => Promise.resolve(Response.json(page(`vendor/${asked++}`, `/models?offset=${asked}`)));
    expect(await fetchListing(withKey, endless)).toMatchObject({ models: { length: 10 } });
    expect(asked).toBe(10);
  });
});

describe("an answer that is no listing", () => {
  it.each([
    ["unreachable", undefined],
    ["unauthorized", new Response("no", { status: 401 })],
    ["unauthorized", new Response("no", { status: 403 })],
    ["http_error", new Response("<html>", { status: 502 })],
    ["http_error", Response.json(page("vendor/a"), { status: 404 })],
    ["malformed", new Response("<html>")],
    ["malformed", new Response('{"data": [')],
    ["malformed", { models: [] }],
    ["empty", { data: [] }],
    ["empty", { data: [{ id: "sparring/socrates" }] }],
  ])("is %s", async (error, answer) => {
    const { found } = await idsFrom(answer === undefined ? {} : { [URL_OF_LIST]: answer });
    expect(found).toEqual({ error });
  });

  it("is the whole answer, even on a later page: half a listing would delete the other half", async () => {
    const { found } = await idsFrom({ [URL_OF_LIST]: page("vendor/a", "/api/v1/models?offset=1") });
    expect(found).toEqual({ error: "unreachable" });
  });

  it("is one that breaks off", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"data": ['));
        controller.error(new TypeError("terminated"));
      },
    });
    expect((await idsFrom({ [URL_OF_LIST]: new Response(body) })).found).toEqual({ error: "malformed" });
  });

  it("is one that never ends: it is read up to a bound, and its connection closed", async () => {
    let closed = false;
    const chunk = new Uint8Array(1024 * 1024).fill(32);
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(chunk),
      cancel: () => {
        closed = true;
      },
    });
    expect((await idsFrom({ [URL_OF_LIST]: new Response(body) })).found).toEqual({ error: "malformed" });
    expect(closed).toBe(true);
  });

  it("is unreachable after 30 seconds, also where fetch does not heed its signal", async () => {
    vi.useFakeTimers();
    const listing = fetchListing(withKey, () => new Promise<Response>(() => {}));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await listing).toEqual({ error: "unreachable" });
    expect(vi.getTimerCount()).toBe(0);
  });
});
