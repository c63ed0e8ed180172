import type { JSONValue } from "convex/values";
import { clientError, describeFailure, isRedacted } from "../runtime/errors";
import type { Actions } from "./actions";
import type { Request, Requests } from "./requests";
import { normalizePath } from "./resolve";
import { udfCall, type Transactions } from "./transactions";
import { Interrupted } from "./write-failed";
import type {
  ActionFacts,
  ActionOutcome,
  DedupeKey,
  FunctionCall,
  MutationOutcome,
  Outcome,
  QueryOutcome,
  UdfType,
} from "./types";

export interface CallsOptions {
  readonly requests: Requests;
  readonly transactions: Transactions;
  readonly actions: Actions;
  readonly production: boolean;
}

/** What clients ask for: every failure becomes an outcome that says no more than the client may see. */
export class Calls {
  readonly #options: CallsOptions;

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  async query(call: FunctionCall): Promise<QueryOutcome> {
    const { transactions } = this.#options;
    const request = this.#open("Query", call);
    const transaction = transactions.open(request, call.journal ?? null);
    const outcome = await this.#settle(request, () =>
      transactions.query(transaction, udfCall(request, "query", call.args, call.visibility)),
    );
    const { tx, readIdentity, journal } = transaction;
    return { ...outcome, ts: tx.ts, reads: tx.reads, readIdentity, journal };
  }

  async mutation(call: FunctionCall, dedupe?: DedupeKey): Promise<MutationOutcome> {
    const { transactions } = this.#options;
    const request = this.#open("Mutation", call);
    let ts = transactions.lastTs;
    const outcome = await this.#settle(request, async () => {
      const invocation = udfCall(request, "mutation", call.args, call.visibility);
      const result = await transactions.mutation(request, invocation, dedupe);
      ts = result.ts;
      return result.json;
    });
    return { ...outcome, ts };
  }

  async action(call: FunctionCall): Promise<ActionOutcome> {
    const request = this.#open("Action", call);
    return await this.#settle(request, () => this.#options.actions.run(request, call));
  }

  /** As the kind of function it is; an unknown path fails as a query of that name does. */
  async run(call: FunctionCall): Promise<Outcome<ActionFacts>> {
    const functions = this.#options.requests.code.app.components.get(call.component)?.functions;
    const kind = functions?.get(normalizePath(call.path))?.kind;
    if (kind === "mutation") return await this.mutation(call);
    return kind === "action" ? await this.action(call) : await this.query(call);
  }

  #open(udfType: UdfType, { component, path, identity, origin }: FunctionCall): Request {
    const init = { udfType, component, path: normalizePath(path), identity };
    return this.#options.requests.open(origin === undefined ? init : { ...init, origin });
  }

  async #settle(request: Request, run: () => Promise<string>): Promise<Outcome<ActionFacts>> {
    const { requests, production } = this.#options;
    const redacted = isRedacted(production, request.identity);
    const logLines = () => (redacted ? [] : request.logs.formatted());
    try {
      const value = JSON.parse(await run()) as JSONValue;
      requests.close(request, null);
      return { ok: true, value, logLines: logLines() };
    } catch (error) {
      const failure = describeFailure(error);
      requests.close(request, failure.detail);
      if (error instanceof Interrupted) throw error;
      return { ok: false, error: clientError(failure, request.requestId, redacted), logLines: logLines() };
    }
  }
}
