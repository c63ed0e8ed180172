import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface ListedRow {
  id: string;
  name: string;
  context_length: number;
  /** US dollars per token, as text. */
  pricing: { prompt: string; completion: string };
  expiration_date?: string;
}

/** A provider that only lists models, as `GET /models` of OpenRouter does; it can be told to fail. */
export interface ModelListing {
  /** For OPENROUTER_BASE_URL. */
  url: string;
  failing: boolean;
  close(): Promise<void>;
}

export async function listenWithModels(models: readonly ListedRow[]): Promise<ModelListing> {
  const listing = { url: "", failing: false, close: () => Promise.resolve() };
  const server = createServer((_, response) => {
    response.statusCode = listing.failing ? 500 : 200;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ data: models }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  listing.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  listing.close = () => new Promise((resolve) => server.close(() => resolve()));
  return listing;
}
