import { setTimeout as sleep } from "node:timers/promises";

type Kind = "query" | "mutation" | "action";
/** A function of the deployment, as its own spec names it: `rooms:create`. */
export interface PublicFunction {
  name: string;
  kind: Kind;
}

/**
 * How a call ended: `ok` (a query: with something in it), `nothing` (a query with null, an empty list or page), the code of a typed
 * error, `refused` (the token is not accepted), or `unknown` (no such function for this caller).
 */
export type Answer = string;

export interface Outcome {
  answer: Answer;
  /** Everything that the client was told. */
  body: string;
  value: unknown;
}

/** One call over HTTP, as any client makes it. `authorization` is the whole header, or null. */
export async function call(
  url: string,
  { name, kind }: PublicFunction,
  args: object,
  authorization: string | null,
): Promise<Outcome> {
  const response = await fetch(`${url}/api/${kind}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(authorization && { Authorization: authorization }) },
    body: JSON.stringify({ path: name, args: [args], format: "convex_encoded_json" }),
  });
  const body = await response.text();
  const told = JSON.parse(body) as { status?: string; value?: unknown; errorData?: { code?: string }; code?: string };
  return { answer: answerOf(told, kind, body), body, value: told.value };
}

function answerOf(
  told: { status?: string; value?: unknown; errorData?: { code?: string }; code?: string },
  kind: Kind,
  body: string,
): Answer {
  if (told.status === "success") return kind === "query" && isNothing(told.value) ? "nothing" : "ok";
  if (told.errorData?.code !== undefined) return told.errorData.code;
  if (body.includes("Could not find public function")) return "unknown";
  return told.status === "error" ? `error: ${body}` : "refused";
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || (typeof value === "object" && "page" in value && isNothing(value.page));
}

/** The value of a call that must succeed; throws with what was told. */
export async function must<T>(outcome: Promise<Outcome>): Promise<T> {
  const { answer, body, value } = await outcome;
  if (answer !== "ok" && answer !== "nothing") throw new Error(body);
  return value as T;
}

/** Asks until there is an answer; for a minute, on a busy machine. */
export async function until<T>(ask: () => Promise<T | null | undefined>): Promise<T> {
  for (const giveUpAt = Date.now() + 60_000; Date.now() < giveUpAt;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined) return answer;
    await sleep(25);
  }
  throw new Error("It never came");
}
