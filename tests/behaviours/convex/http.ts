import { httpRouter } from "convex/server";
import { api, internal } from "./_generated/api";
import { httpAction } from "./_generated/server";

const http = httpRouter();

http.route({
  path: "/echo",
  method: "POST",
  handler: httpAction(async (_ctx, request) => new Response(`echo ${await request.text()}`)),
});

http.route({
  path: "/query",
  method: "GET",
  handler: httpAction((_ctx, request) => Promise.resolve(new Response(new URL(request.url).searchParams.get("word")))),
});

http.route({
  path: "/json",
  method: "POST",
  handler: httpAction(async (_ctx, request) => {
    const { word } = (await request.json()) as { word: string };
    return Response.json(
      { word, type: request.headers.get("content-type") },
      { status: 201, headers: { "x-seen": word } },
    );
  }),
});

http.route({
  pathPrefix: "/under/",
  method: "GET",
  handler: httpAction((_ctx, request) => Promise.resolve(new Response(new URL(request.url).pathname))),
});

http.route({
  path: "/books",
  method: "POST",
  handler: httpAction(async (ctx, request) => {
    await ctx.runMutation(api.books.add, { title: await request.text(), author: "web" });
    return Response.json(await ctx.runQuery(api.books.titles, { author: "web" }));
  }),
});

http.route({
  path: "/action",
  method: "GET",
  handler: httpAction(async (ctx) => Response.json(await ctx.runAction(internal.calls.countdown, { from: 2 }))),
});

http.route({
  path: "/who",
  method: "GET",
  handler: httpAction(async (ctx) => Response.json((await ctx.auth.getUserIdentity())?.name ?? null)),
});

http.route({
  path: "/meta",
  method: "GET",
  handler: httpAction(async (ctx) =>
    Response.json({ fn: await ctx.meta.getFunctionMetadata(), request: await ctx.meta.getRequestMetadata() }),
  ),
});

http.route({
  path: "/fail",
  method: "GET",
  handler: httpAction(() => Promise.reject(new Error("the route failed"))),
});

http.route({
  path: "/patch",
  method: "GET",
  handler: httpAction(async (ctx, request) => {
    const patch = new URL(request.url).searchParams.get("patch");
    if (patch !== null) globalThis.atob = () => patch;
    const before = atob("aGVsbG8=");
    const nested: string = await ctx.runQuery(internal.globals.readAtob, {});
    return Response.json({ before, nested, after: atob("aGVsbG8=") });
  }),
});

http.route({
  path: "/file",
  method: "POST",
  handler: httpAction(async (ctx, request) => {
    const id = await ctx.storage.store(await request.blob());
    return new Response(await (await ctx.storage.get(id))!.text());
  }),
});

export default http;
