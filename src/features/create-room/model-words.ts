import type { ListingError, Model, SyncStatus } from "../../../convex/model/modelValidators";
import { usd } from "../../lib/money";

/** What the picker says about models, their prices and the list they come from. */

const PER_MILLION = 1e6;
const NBSP = "\u00a0";
const SOON_MS = 30 * 24 * 3_600_000;

/** `$0.15 / $0.60 per M`: reading and writing a million tokens; null when the price is not known. */
export function priceWords({ promptPrice, completionPrice, scripted }: Model): string | null {
  if (promptPrice === null || completionPrice === null) return null;
  if (promptPrice === 0 && completionPrice === 0) return "free";
  // Unbroken, as it is one figure.
  const price = `${usd(promptPrice * PER_MILLION)} / ${usd(completionPrice * PER_MILLION)} per M`.replaceAll(" ", NBSP);
  return scripted ? `${price}, simulated` : price;
}

/** `128K context`, `1M context`; null when it is not known. */
export function contextWords({ contextLength }: Pick<Model, "contextLength">): string | null {
  return contextLength === null ? null : `${tokensShort(contextLength)} context`;
}

export function tokensShort(tokens: number): string {
  if (tokens >= 1_000_000) return `${Number((tokens / 1_000_000).toFixed(1))}M`;
  return tokens >= 1000 ? `${Math.round(tokens / 1000)}K` : `${tokens}`;
}

/** Said when the provider takes the model away within a month, or already has. */
export function expiryWords({ expiresAt }: Pick<Model, "expiresAt">, now: number): string | null {
  if (expiresAt === null || expiresAt - now > SOON_MS) return null;
  const day = new Date(expiresAt).toLocaleDateString("en", { day: "numeric", month: "short", year: "numeric" });
  return expiresAt <= now ? `Taken away by its provider on ${day}` : `Its provider takes it away on ${day}`;
}

/** Price, context and expiry in one line. */
export function modelFigures(model: Model, now: number): string {
  return [priceWords(model) ?? "price unknown", contextWords(model), expiryWords(model, now)]
    .filter(Boolean)
    .join(" · ");
}

const SYNC_FAULTS: Record<ListingError, string> = {
  unreachable: "the provider did not answer",
  unauthorized: "the provider refused the API key",
  http_error: "the provider answered with an error",
  malformed: "the provider's list could not be read",
  empty: "the provider's list was empty",
};

/** Whether the list is as new as it could be; `failed` says what is shown instead. */
export function syncWords(status: SyncStatus): { failed: boolean; text: string } {
  const { error, succeededAt, triedAt } = status;
  const shown = succeededAt === null ? "a short list without prices is shown" : `prices are of ${moment(succeededAt)}`;
  if (error === null) return { failed: false, text: succeededAt === null ? "" : `Prices of ${moment(succeededAt)}.` };
  const why = Object.hasOwn(SYNC_FAULTS, error) ? SYNC_FAULTS[error as ListingError] : "the list could not be had";
  return { failed: true, text: `The last update, ${moment(triedAt)}, failed: ${why}. Until it works ${shown}.` };
}

function moment(at: number): string {
  return new Date(at).toLocaleString("en", {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
}
