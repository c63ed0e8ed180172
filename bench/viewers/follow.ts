import type { LiveTurn, Segment } from "../../convex/model/validators";
import type { Query } from "./socket";

/** What a viewer watches: one of `follow` and its arguments. */
export interface Watch {
  kind: keyof typeof follow;
  args: Record<string, string>;
}

/** A viewer as its follower sees it. */
export interface Viewer {
  add(query: Query): number;
  remove(queryId: number): void;
  /** So many characters of the text can be shown. */
  show(length: number): void;
  /** The stream is over for this viewer. */
  end(): void;
}

/** Takes every result of the viewer's queries. */
type OnResult = (queryId: number, value: never) => void;

/** Subscribes as `src/features/battle` does: the live turn and the ended ones, and segments only to fill a gap. */
function arena(viewer: Viewer, { battleId }: Watch["args"]): OnResult {
  const live = viewer.add({ path: "turns:live", args: { battleId } });
  viewer.add({ path: "turns:list", args: { battleId } });
  let have = 0;
  let segments: number | null = null;
  const show = (length: number) => viewer.show((have = Math.max(have, length)));
  const onLive = (turn: LiveTurn) => {
    if (turn.base <= have) return show(turn.base + turn.tail.length);
    segments ??= viewer.add({ path: "turns:segments", args: { turnId: turn.turnId, epoch: turn.epoch } });
  };
  return (queryId, value: unknown) => {
    if (queryId === live) {
      const turn = (value as LiveTurn[]).find(({ side }) => side === "A");
      if (turn) onLive(turn);
    } else if (queryId === segments) {
      viewer.remove(queryId);
      segments = null;
      show((value as Segment[]).reduce((length, { text }) => length + text.length, 0));
    } else {
      const [turn] = value as { length: number }[];
      if (!turn) return;
      show(turn.length);
      viewer.end();
    }
  };
}

function plain(viewer: Viewer, { id }: Watch["args"]): OnResult {
  viewer.add({ path: "messages:get", args: { id } });
  return (_, row: { text: string; done: boolean }) => {
    viewer.show(row.text.length);
    if (row.done) viewer.end();
  };
}

/** As `useStream` of persistent-text-streaming does for everyone but the asker. */
function persistent(viewer: Viewer, { streamId }: Watch["args"]): OnResult {
  viewer.add({ path: "messages:body", args: { streamId } });
  return (_, body: { text: string; status: string }) => {
    viewer.show(body.text.length);
    if (body.status === "done") viewer.end();
  };
}

interface Delta {
  start: number;
  end: number;
  parts: { type: string; delta?: string }[];
}
type Streams = { kind: "list"; messages: { streamId: string }[] } | { kind: "deltas"; deltas: Delta[] };

/**
 * As `useDeltaStreams` of @convex-dev/agent does: the list of streams, and for a running one its deltas after a cursor.
 * Every delta moves the cursor, which is a new subscription; the old one is removed first, as `useQuery` does.
 */
function agent(viewer: Viewer, { threadId }: Watch["args"]): OnResult {
  const subscribe = (streamArgs: object) => viewer.add({ path: "messages:streams", args: { threadId, streamArgs } });
  const list = subscribe({ kind: "list", startOrder: 0 });
  let streamId: string | null = null;
  let cursor = 0;
  let length = 0;
  let deltas: number | null = null;
  const follow = () => {
    if (deltas !== null) viewer.remove(deltas);
    deltas = subscribe({ kind: "deltas", cursors: [{ streamId, cursor }] });
  };
  return (queryId, { streams }: { streams: Streams }) => {
    if (queryId === list && streams.kind === "list") {
      const [message] = streams.messages;
      if (message && streamId === null) {
        streamId = message.streamId;
        follow();
      } else if (!message && streamId !== null) viewer.end();
    } else if (queryId === deltas && streams.kind === "deltas") {
      const fresh = streams.deltas.filter(({ start }) => start >= cursor);
      const last = fresh.at(-1);
      if (!last) return;
      const texts = fresh.flatMap(({ parts }) => parts.map(({ delta }) => delta ?? ""));
      cursor = last.end;
      viewer.show((length += texts.join("").length));
      follow();
    }
  };
}

export const follow = { arena, plain, persistent, agent } satisfies Record<
  string,
  (viewer: Viewer, args: Watch["args"]) => OnResult
>;
