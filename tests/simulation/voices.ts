import type { HitType } from "../../convex/model/battleValidators";
import { createOpenRouter } from "../../convex/providers/openrouter";
import type {
  ChatProvider,
  ChatRequest,
  Deadlines,
  StreamHandlers,
  StreamOutcome,
} from "../../convex/providers/provider";
import type { Clock } from "../../convex/providers/sparring/clock";
import { createSparring, type Sparring } from "../../convex/providers/sparring/sparring";
import type { Action } from "./action";
import type { Chance } from "./chance";
import { faultFor } from "./provider-faults";
import type { World } from "./world";

/** The player sends what is due at each tick: thousands of tokens, dozens of timers. */
const TICK_MS = 80;

const LIGHTNING: HitType = "LIGHTNING_STRIKE";
/** What a referee says that is not fair. */
const VERDICTS = {
  harsh: JSON.stringify({ hit: LIGHTNING, reason: "It names a number and its source.", confidence: 0.9 }),
  garbled: "I would call that a LIGHTNING_STRIKE, all in all.",
};

/**
 * The providers of a run: the sparring partner behind the real SDK, on virtual time. Each answer begins with a mark of its own, so
 * that no two are alike, and what it said is kept: it is what the database and the viewers are measured by.
 */
export class Voices {
  readonly #world: World;
  readonly #chance: Chance;
  readonly #sparring: Sparring;

  constructor(world: World) {
    this.#world = world;
    this.#chance = world.chance.stream("providers");
    const { speed } = world.plan;
    this.#sparring = createSparring({ clock: this.#clock(), seed: "simulation", faultsEnabled: true, speed });
  }

  providerFor(action: Action): ChatProvider {
    return { scripted: true, stream: (...request) => this.#stream(action, ...request) };
  }

  async #stream(
    action: Action,
    request: ChatRequest,
    handlers: StreamHandlers,
    signal: AbortSignal,
    deadlines: Deadlines,
  ): Promise<StreamOutcome> {
    const { journal, traces, ledger, prompts, before, calm, plan } = this.#world;
    const attempt = action.attemptFor(request.modelId);
    const owner = attempt === null ? "judge" : `${attempt.turnId}.${attempt.epoch}`;
    const callId = action.takePermit(owner);
    journal.require(callId !== null, "no call is made without leave", () => `${action.name} ${request.modelId}`);
    if (callId !== null) ledger.called(callId);
    const calls =
      request.tools !== undefined && request.toolChoice !== "none" && request.modelId.endsWith("researcher");
    const fault = calm ? null : faultFor(this.#chance, plan, calls);
    if (fault !== null) journal.saw(`provider: ${fault.split(".")[0]}`);
    const mark = `${prompts.mark(attempt)} `;
    if (attempt) prompts.asked(attempt, JSON.stringify(request.messages), before);
    journal.note(`${action.name} asks ${request.modelId}${fault === null ? "" : `+${fault}`} ${mark}`);
    const say = this.#mouth(action, attempt === null ? null : traces.of(attempt.turnId, attempt.epoch).answer(), mark);
    const upstream = new AbortController();
    const abort = () => upstream.abort();
    signal.addEventListener("abort", abort);
    action.onDeath(abort);
    const heard = { ...handlers, onText: (delta: string) => say(delta, (said) => handlers.onText(said)) };
    const character = characterOf(request.modelId, attempt?.role ?? "judge");
    const provider = this.#provider(fault === null ? character : `${character}+${fault}`, attempt === null);
    const outcome = await provider.stream(request, heard, upstream.signal, deadlines);
    // Nothing of a killed action runs any more.
    if (action.state === "dead") return await new Promise(() => {});
    journal.note(`${mark}is over: ${outcome.kind === "error" ? outcome.code : outcome.kind}`);
    if (attempt === null && outcome.kind === "complete" && plan.referee !== "fair")
      handlers.onText(VERDICTS[plan.referee]);
    const simulated = plan.vendor === "sparring";
    return { ...outcome, usage: outcome.usage && { ...outcome.usage, simulated } };
  }

  #mouth(action: Action, answer: ((delta: string) => void) | null, mark: string) {
    let begun = false;
    return (delta: string, hear: (delta: string) => void): void => {
      if (action.state === "dead") return;
      if (answer === null) return this.#world.plan.referee === "fair" ? hear(delta) : undefined;
      const marked = begun ? delta : mark + delta;
      begun = true;
      answer(marked);
      hear(marked);
    };
  }

  #provider(model: string, isJudge: boolean): ChatProvider {
    const { plan } = this.#world;
    return createOpenRouter({
      baseURL: "https://sparring.invalid/api/v1",
      apiKey: "sparring",
      scripted: true,
      fetch: (input, init) => {
        // Ids differ from run to run, and so would the words of a session.
        const {
          session_id: _session,
          user: _user,
          ...body
        } = JSON.parse(init?.body as string) as { [k: string]: unknown };
        const request = new Request(input, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ ...body, ...(!isJudge && { max_tokens: plan.maxTokens }), model }),
        });
        return this.#sparring.handle(request, init?.signal ?? undefined);
      },
    });
  }

  #clock(): Clock {
    const { timeline } = this.#world;
    return {
      now: () => timeline.now,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (signal.aborted) return resolve();
          const due = Math.ceil((timeline.now + ms) / TICK_MS) * TICK_MS - timeline.now;
          const cancel = ms === Infinity ? () => undefined : timeline.after(due, () => wake());
          const wake = () => {
            cancel();
            signal.removeEventListener("abort", wake);
            resolve();
          };
          signal.addEventListener("abort", wake, { once: true });
        }),
    };
  }
}

/** Who speaks for a model. */
function characterOf(modelId: string, role: string): string {
  if (role === "judge" || role === "commentator") return `sparring/${role}`;
  return `sparring/${modelId.split("/")[1]}`;
}
