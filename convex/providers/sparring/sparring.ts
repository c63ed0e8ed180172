import { Audits } from "./audits";
import { sparringModel, type SparringModel } from "./catalogue";
import { planChat, readChatBody, type ChatBody } from "./chat";
import { systemClock, type Clock } from "./clock";
import { answerEmbeddings } from "./embeddings";
import { NO_FAULT, parseFaultHeader, parseFaultSuffix, type FaultRequest } from "./faultRequest";
import { applyToPlan, applyToScript, faultResponse, glassjawFault, isFault } from "./faults";
import { listModels } from "./listings";
import { answerOf } from "./plan";
import { play } from "./player";
import { hash32, seeded } from "./prng";
import { scriptOf, type Pace } from "./script";
import { errorResponse, json } from "./wire";

export interface SparringOptions {
  clock?: Clock;
  /** Mixed with the seed and the session of each request. */
  seed?: string;
  /** Obey the `X-Sparring` header and the fault suffixes of model ids. */
  faultsEnabled?: boolean;
  /** Factor on the pace of all models. */
  speed?: number;
}

/** The scripted OpenRouter: a function from request to response. */
export interface Sparring {
  /** `signal` aborts the answer; default: the request's own, which throws when read in Convex's default runtime. */
  handle(request: Request, signal?: AbortSignal): Promise<Response>;
}

export function createSparring(options: SparringOptions = {}): Sparring {
  const server = new SparringServer(options);
  return { handle: (request, signal) => server.handle(request, signal) };
}

/** Its state is what a server has to keep: audits of past generations, and how often each fault has happened. */
class SparringServer {
  readonly #options: SparringOptions;
  readonly #clock: Clock;
  readonly #audits = new Audits();
  readonly #faultCounts = new Map<string, number>();

  constructor(options: SparringOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  async handle(request: Request, signal: AbortSignal = request.signal): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    switch (`${request.method} ${pathname.replace(/^\/api\/v1/, "")}`) {
      case "POST /chat/completions":
        return this.#chat(request, signal);
      case "POST /embeddings":
        return found(answerEmbeddings(await readJson(request)), "No such model");
      case "GET /models":
        return json(listModels("chat"));
      case "GET /embeddings/models":
        return json(listModels("embedding"));
      case "GET /generation":
        return found(this.#audits.find(searchParams.get("id") ?? ""), "No such generation");
      case "GET /key":
        return json({ data: { label: "sparring", limit: null, limit_remaining: null, usage: 0 } });
      default:
        return errorResponse(404, "No such endpoint");
    }
  }

  async #chat(request: Request, signal: AbortSignal): Promise<Response> {
    const body = readChatBody(await readJson(request));
    if (!body) return errorResponse(400, "model and messages are required");
    const model = sparringModel(body.model);
    if (model?.kind !== "chat") return errorResponse(404, "No such model");
    const fingerprint = JSON.stringify([this.#options.seed, body.raw]);
    const asked = this.#askedFault(request, body, model, fingerprint);
    if (asked.fault !== null && !isFault(asked.fault)) return errorResponse(400, "No such fault");
    const fault = this.#due(asked, fingerprint);
    return faultResponse(fault) ?? this.#complete(body, model, fault, fingerprint, signal);
  }

  async #complete(
    body: ChatBody,
    model: SparringModel,
    fault: FaultRequest,
    fingerprint: string,
    signal: AbortSignal,
  ): Promise<Response> {
    const created = Math.floor(this.#clock.now() / 1000);
    const head = { id: `gen-${hash32(fingerprint).toString(16)}`, model: model.id, created };
    const plan = applyToPlan(planChat(model, body, head, [this.#options.seed, fault.seed]), fault);
    const script = applyToScript(scriptOf(plan, this.#pace(model, fault), seeded(fingerprint)), plan, fault);
    this.#audits.record(plan);
    if (body.stream) return streamResponse(play(script, this.#clock, signal), head.id);
    await this.#clock.sleep(script.frames.at(-1)?.atMs ?? 0, signal);
    return json(answerOf(plan), 200, { "x-generation-id": head.id });
  }

  #askedFault(request: Request, body: ChatBody, model: SparringModel, fingerprint: string): FaultRequest {
    const [, suffix] = body.model.split("+", 2);
    const header = request.headers.get("x-sparring");
    if (this.#options.faultsEnabled && suffix !== undefined) return parseFaultSuffix(suffix);
    if (this.#options.faultsEnabled && header !== null) return parseFaultHeader(header);
    return model.character === "glassjaw" ? { ...NO_FAULT, ...glassjawFault(fingerprint) } : NO_FAULT;
  }

  /** Without its fault once that has happened as often as asked. */
  #due(asked: FaultRequest, fingerprint: string): FaultRequest {
    if (asked.times === Infinity) return asked;
    const key = asked.scenario ?? fingerprint;
    const happened = this.#faultCounts.get(key) ?? 0;
    this.#faultCounts.set(key, happened + 1);
    return happened < asked.times ? asked : { ...asked, fault: null };
  }

  #pace(model: SparringModel, fault: FaultRequest): Pace {
    const speed = this.#options.speed ?? 1;
    return {
      ttftMs: fault.ttftMs ?? model.ttftMs / speed,
      tokensPerSecond: fault.tokensPerSecond ?? model.tokensPerSecond * speed,
    };
  }
}

function found(data: unknown, otherwise: string): Response {
  return data ? json(data) : errorResponse(404, otherwise);
}

function streamResponse(body: ReadableStream<Uint8Array>, generationId: string): Response {
  const headers = { "content-type": "text/event-stream", "cache-control": "no-cache", "x-generation-id": generationId };
  return new Response(body, { headers });
}

async function readJson(request: Request): Promise<unknown> {
  return request.json().catch(() => null) as Promise<unknown>;
}
