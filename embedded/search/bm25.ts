/**
 * BM25 with the constants and the length encoding of Tantivy, which Convex searches with.
 * Formula: sum over terms of boost * idf * (k1 + 1) * tf / (tf + k1 * (1 - b + b * length / averageLength)).
 */
const K1 = 1.2;
const B = 0.75;

export interface Statistics {
  readonly documents: number;
  /** Tokens in all documents. */
  readonly tokens: number;
}

/** How a term weighs, before it is known how often and in what it occurs. */
export function termWeight({ documents }: Statistics, documentFrequency: number, boost: number): number {
  const idf = Math.log(1 + (documents - documentFrequency + 0.5) / (documentFrequency + 0.5));
  return boost * idf * (K1 + 1);
}

/** What a term adds to the score of a document of `length` tokens that has it `frequency` times. */
export function termScore(statistics: Statistics, weight: number, frequency: number, length: number): number {
  const averageLength = statistics.tokens / statistics.documents;
  const norm = K1 * (1 - B + (B * length) / averageLength);
  return (weight * frequency) / (frequency + norm);
}

/** Lengths up to here are exact; of longer ones, four significant bits of what exceeds 24 are kept. */
const LONGEST_EXACT = 39;
const OFFSET = 24;

/** Tantivy's encoding of a document's number of tokens in one byte, rounding down. */
export function lengthCode(tokens: number): number {
  if (tokens <= LONGEST_EXACT) return tokens;
  const excess = tokens - OFFSET;
  const shift = 28 - Math.clz32(excess);
  return OFFSET + ((shift + 1) << 3) + ((excess >>> shift) & 7);
}

const LENGTHS = Array.from({ length: 256 }, (_, code) => decodeLength(code));

export function lengthOf(code: number): number {
  return LENGTHS[code]!;
}

function decodeLength(code: number): number {
  if (code <= LONGEST_EXACT) return code;
  const shift = ((code - OFFSET) >>> 3) - 1;
  return OFFSET + (((code - OFFSET) & 7) | 8) * 2 ** shift;
}
