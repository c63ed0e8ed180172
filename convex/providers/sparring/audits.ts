import type { Plan } from "./plan";

const MAX_AUDITS = 1_000;

/** What `GET /generation` tells about the latest completions. */
export class Audits {
  readonly #byId = new Map<string, unknown>();

  record({ head, usage, finishReason }: Plan): void {
    this.#byId.set(head.id, {
      id: head.id,
      model: head.model,
      created_at: new Date(head.created * 1000).toISOString(),
      tokens_prompt: usage.prompt_tokens,
      tokens_completion: usage.completion_tokens,
      total_cost: usage.cost,
      finish_reason: finishReason,
      provider_name: "Sparring",
    });
    const oldest = this.#byId.keys().next();
    if (this.#byId.size > MAX_AUDITS && !oldest.done) this.#byId.delete(oldest.value);
  }

  find(id: string): unknown {
    const audit = this.#byId.get(id);
    return audit && { data: audit };
  }
}
