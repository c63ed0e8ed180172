/**
 * Imported into the host's process before anything else (identity-provider.ts says how): what it would fetch from GitHub and Google goes
 * to the server that stands for them. Nothing else leaves the machine.
 */

const standIn = process.env.IDENTITY_PROVIDER_URL;
if (!standIn) throw new Error("IDENTITY_PROVIDER_URL is not set");
const reach = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.hostname === "127.0.0.1" || url.hostname === "localhost") return await reach(input, init);
  if (url.protocol !== "https:") throw new TypeError(`A secret would leave in clear: ${url.origin}`);
  // Its path begins with the host that was meant.
  const there = `${standIn}/${url.host}${url.pathname}${url.search}`;
  return await reach(input instanceof Request ? new Request(there, input) : there, init);
};
