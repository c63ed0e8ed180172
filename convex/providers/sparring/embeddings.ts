import { isRecord } from "../records";
import { sparringModel } from "./catalogue";
import { contentWords } from "./keyphrases";
import { hash32 } from "./prng";
import { countTokens, usageOf } from "./wire";

const DIMENSIONS = 1536;

/** The answer to `POST /embeddings`; null when the model or the input is missing. */
export function answerEmbeddings(body: unknown): unknown {
  const model = isRecord(body) ? sparringModel(String(body["model"])) : null;
  if (!isRecord(body) || model?.kind !== "embedding") return null;
  const inputs = [body["input"]].flat().map(String);
  const encode = body["encoding_format"] === "float" ? (vector: Float32Array) => [...vector] : toBase64;
  const data = inputs.map((input, index) => ({ object: "embedding", index, embedding: encode(embed(input)) }));
  const tokens = inputs.reduce((sum, input) => sum + countTokens(input), 0);
  return { object: "list", model: model.id, data, usage: usageOf(tokens, 0, 0) };
}

/**
 * A lexical embedding: words, word pairs and character 3- to 5-grams hashed with a sign into 1,536 dimensions, unit
 * length. Measured: paraphrases 0.36 to 0.62, typos 0.61, unrelated texts near 0. It knows no synonyms.
 */
export function embed(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const feature of featuresOf(text.normalize("NFKC").toLowerCase())) {
    const hash = hash32(feature);
    vector[hash % DIMENSIONS]! += hash & 0x8000_0000 ? 1 : -1;
  }
  const norm = Math.hypot(...vector);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}

/** Little-endian floats: what the openai SDK asks for by default. */
function toBase64(vector: Float32Array): string {
  const bytes = new Uint8Array(vector.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of vector.entries()) view.setFloat32(at * 4, value, true);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function featuresOf(text: string): string[] {
  const words = contentWords(text);
  const pairs = words.slice(1).map((word, at) => `${words[at]} ${word}`);
  return [...words, ...pairs, ...words.flatMap(charGrams)];
}

function charGrams(word: string): string[] {
  const padded = `^${word}$`;
  return [3, 4, 5].flatMap((size) =>
    Array.from({ length: Math.max(0, padded.length - size + 1) }, (_, at) => padded.slice(at, at + size)),
  );
}
