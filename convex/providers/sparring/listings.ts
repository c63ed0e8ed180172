import { COMPLETION_PRICE, PROMPT_PRICE, SPARRING_CONTEXT, SPARRING_MODELS, type SparringModel } from "./catalogue";

/** Rows of `GET /models` (`kind` chat) or `GET /embeddings/models`. */
export function listModels(kind: SparringModel["kind"]): { data: unknown[] } {
  return { data: SPARRING_MODELS.filter((model) => model.kind === kind).map(row) };
}

function row(model: SparringModel): unknown {
  return {
    id: model.id,
    canonical_slug: model.id,
    name: `${model.name} (scripted sparring partner)`,
    created: 0,
    description: model.tagline,
    context_length: SPARRING_CONTEXT,
    pricing: { prompt: PROMPT_PRICE.toFixed(8), completion: COMPLETION_PRICE.toFixed(8) },
    architecture: { modality: "text->text", input_modalities: ["text"], output_modalities: ["text"] },
    supported_parameters: ["max_tokens", "seed", "response_format", "tools"],
  };
}
