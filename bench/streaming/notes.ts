/** Why a cell says "none" or names a limit; sources are in bench/rivals/node_modules/@convex-dev. */
export const NOTES = `
Notes
- A chunk counts with the time it waits in a batch. Every viewer is there before the first token; 20 of them are timed.
- "KB in" are WebSocket messages as they are, uncompressed, from the first token until everybody has the whole text.
- Cancel, (a) and (b): the plain designs have no way back to the action.
- Cancel, (c): abortStream marks the stream; the streamer notices when its next delta is refused (agent/src/vercel/client/
  streaming.ts, #sendDelta), so not while the provider is silent.
- Cancel, (d): PersistentTextStreaming has createStream, getStreamBody, stream and deleteStream, and nothing that stops one;
  when its reader is gone it will "continue database updates" (persistent-text-streaming/src/client/index.ts). That a
  hang-up stops it is this host's doing, which ends an HTTP action without a reader.
- Dead turns, (a) and (b): nobody looks.
- Dead turns, (c): a scheduled function aborts the stream 10 minutes after its last heartbeat (TIMEOUT_INTERVAL in
  agent/src/component/streams.ts).
- Dead turns, (d): a cron marks streams that were created 20 minutes ago, alive or not (EXPIRATION_TIME in
  persistent-text-streaming/src/component/lib.ts).
`;
