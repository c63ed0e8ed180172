import type { QueryOutcome } from "../engine/types";

const REQUEST_ID = /^\[Request ID: [^\]]*\] /;

/** One answer of a query, serialized once for all its subscribers. */
export interface QueryResult {
  readonly type: "QueryUpdated" | "QueryFailed";
  /** JSON fields that carry the answer. */
  readonly body: string;
  /** JSON fields that come along: log lines and the journal. */
  readonly rest: string;
  /** Two answers with the same fingerprint are the same to a client: log lines and request ids do not count. */
  readonly fingerprint: string;
}

export function queryResult(outcome: QueryOutcome): QueryResult {
  const rest = `"logLines":${JSON.stringify(outcome.logLines)},"journal":${JSON.stringify(outcome.journal)}`;
  if (outcome.ok) {
    const body = `"value":${JSON.stringify(outcome.value)}`;
    return { type: "QueryUpdated", body, rest, fingerprint: body };
  }
  const { message, data } = outcome.error;
  const errorData = data === undefined ? "" : `,"errorData":${JSON.stringify(data)}`;
  return {
    type: "QueryFailed",
    body: `"errorMessage":${JSON.stringify(message)}${errorData}`,
    rest,
    fingerprint: message.replace(REQUEST_ID, "") + errorData,
  };
}

export function sameResult(a: QueryResult, b: QueryResult): boolean {
  return a === b || (a.type === b.type && a.fingerprint === b.fingerprint);
}

/** A Transition's modification, as JSON. */
export function modificationOf(queryId: number, { type, body, rest }: QueryResult): string {
  return `{"type":"${type}","queryId":${queryId},${body},${rest}}`;
}
