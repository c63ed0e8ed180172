import OpenAI from "openai";

/** The texts of one streamed completion; every rival reads the provider through this, as the product does through openai. */
export async function* textsOf(baseUrl: string, signal?: AbortSignal): AsyncGenerator<string> {
  const client = new OpenAI({ apiKey: "none", baseURL: baseUrl, maxRetries: 0 });
  const stream = await client.chat.completions.create({ model: "rival", stream: true, messages: [] }, { signal });
  for await (const chunk of stream) {
    const text = chunk.choices[0]?.delta.content;
    if (text) yield text;
  }
}
