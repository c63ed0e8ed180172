import { expect, test } from "vitest";
import { AppHost } from "./fixtures/app-host";

interface Tokens {
  roomToken: string;
  sessionToken: string;
}

const enter = (app: AppHost, userId: string, sessionId: string, interval: number) =>
  app.mutation<Tokens>("rooms:heartbeat", { roomId: "lobby", userId, sessionId, interval });

test("a room shows who is there, and who has left", async () => {
  const app = await AppHost.open();
  const { roomToken } = await enter(app, "alice", "a1", 60_000);
  const room = app.watch<string[]>("rooms:list", { roomToken });
  await room.shows(["alice:true"]);
  const second = await enter(app, "alice", "a2", 60_000);
  const bob = await enter(app, "bob", "b1", 60_000);
  expect([second.roomToken, bob.roomToken]).toEqual([roomToken, roomToken]);
  await room.shows(["alice:true", "bob:true"]);
  await app.mutation("rooms:disconnect", { sessionToken: bob.sessionToken });
  await room.shows(["alice:true", "bob:false"]);
  // One session of two is left.
  await app.mutation("rooms:disconnect", { sessionToken: second.sessionToken });
  expect(await app.query("rooms:list", { roomToken })).toEqual(["alice:true", "bob:false"]);
});

test("who stops sending heartbeats is gone after two and a half intervals", async () => {
  const app = await AppHost.open();
  const { roomToken } = await enter(app, "alice", "a1", 60_000);
  const room = app.watch<string[]>("rooms:list", { roomToken });
  await enter(app, "bob", "b1", 100);
  await room.shows(["alice:true", "bob:true"]);
  await room.shows(["alice:true", "bob:false"]);
  await enter(app, "bob", "b1", 60_000);
  await room.shows(["alice:true", "bob:true"]);
  expect(room.errors).toEqual([]);
});
