import { describeFailure, httpActionError, isRedacted } from "../runtime/errors";
import type { Execution } from "../runtime/execution";
import { SystemMessage } from "../runtime/system-message";
import { formatBytes } from "../validate/format-bytes";
import { MAX_HTTP_RESPONSE_BYTES } from "../validate/limits";
import type { Actions } from "./actions";
import { findRoute } from "./http-route";
import type { Request as EngineRequest, Requests } from "./requests";
import { NO_IDENTITY } from "./requests";
import type { Identity, RequestOrigin } from "./types";

const TOO_LARGE = `HttpResponseTooLarge: HTTP actions support responses up to ${formatBytes(MAX_HTTP_RESPONSE_BYTES)}`;

/** Serves the routes of convex/http.ts and of the components that are mounted. */
export class HttpActions {
  readonly #requests: Requests;
  readonly #actions: Actions;
  readonly #production: boolean;

  constructor(options: { requests: Requests; actions: Actions; production: boolean }) {
    this.#requests = options.requests;
    this.#actions = options.actions;
    this.#production = options.production;
  }

  /** Never rejects: what the action throws becomes a response with status 500. */
  async respond(httpRequest: Request, identity: Identity = NO_IDENTITY, origin?: RequestOrigin): Promise<Response> {
    const request = this.#open(httpRequest, identity, origin);
    try {
      return await this.run(request, httpRequest);
    } catch (error) {
      return this.#failed(request, error);
    }
  }

  /** Rejects with what the action throws. A streamed body keeps it running until it is sent or cancelled. */
  async run(request: EngineRequest, httpRequest: Request): Promise<Response> {
    const { pathname } = new URL(httpRequest.url);
    const route = findRoute(request.app, httpRequest.method, pathname);
    if (route === null) return new Response("This deployment does not have HTTP actions enabled.", { status: 404 });
    const handler = route.handler?.invokeHttpAction;
    if (handler === undefined) return new Response("No matching routes found", { status: 404 });
    return await this.#invoke({ ...request, component: route.component }, () => handler(httpRequest));
  }

  #open(httpRequest: Request, identity: Identity, origin: RequestOrigin | undefined): EngineRequest {
    const { pathname } = new URL(httpRequest.url);
    const component = findRoute(this.#requests.code.app, httpRequest.method, pathname)?.component ?? "";
    const path = `${httpRequest.method} ${pathname}`;
    const init = {
      udfType: "HttpAction",
      component,
      path,
      identity: component === "" ? identity : NO_IDENTITY,
    } as const;
    return this.#requests.open(origin === undefined ? init : { ...init, origin });
  }

  async #invoke(request: EngineRequest, handler: () => Promise<Response>): Promise<Response> {
    const execution = this.#actions.open(request, "httpAction");
    const end = (error: string | null) => {
      if (execution.ended) return;
      execution.end();
      this.#requests.close(request, error);
    };
    try {
      const response = await this.#actions.until(execution, handler);
      if (!(response instanceof Response)) throw new Error("HTTP actions must return a Response object");
      if (response.body === null) {
        end(null);
        return response;
      }
      const { status, statusText, headers } = response;
      return new Response(observed(response.body, execution, end), { status, statusText, headers });
    } catch (error) {
      execution.end();
      throw error;
    }
  }

  #failed(request: EngineRequest, error: unknown): Response {
    const failure = describeFailure(error);
    this.#requests.close(request, failure.detail);
    const redacted = isRedacted(this.#production, request.identity);
    return Response.json(httpActionError(failure, request.requestId, redacted), { status: 500 });
  }
}

/**
 * The same bytes, up to Convex's limit; `end` is called when there are no more, with what the action threw while producing
 * them.
 */
function observed(
  body: ReadableStream<Uint8Array>,
  execution: Execution,
  end: (error: string | null) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await execution.run(() => reader.read());
        bytes += value?.byteLength ?? 0;
        if (!done && bytes <= MAX_HTTP_RESPONSE_BYTES) return controller.enqueue(value);
        if (!done) {
          execution.log("ERROR", [new SystemMessage(TOO_LARGE)]);
          void execution.run(() => reader.cancel()).catch(() => {});
        }
        controller.close();
        end(null);
      } catch (error) {
        controller.error(error);
        end(describeFailure(error).detail);
      }
    },
    async cancel(reason) {
      await execution.run(() => reader.cancel(reason));
      end(null);
    },
  });
}
