/** The scripted models: what a player sees of them, and how fast they talk. */
export interface SparringModel {
  /** `sparring/<character>`. */
  id: string;
  character: string;
  name: string;
  tagline: string;
  /** Milliseconds to the first token, and tokens per second, before `ARENA_SPARRING_SPEED`. */
  ttftMs: number;
  tokensPerSecond: number;
  kind: "chat" | "embedding";
  /** Fighters can be picked for a room; the others serve the referee and the search. */
  fighter: boolean;
}

const PREFIX = "sparring/";

/** Fake prices, US dollars per token. Not zero, so that budgets are exercised. */
export const PROMPT_PRICE = 0.000_000_15;
export const COMPLETION_PRICE = 0.000_000_6;
/** Tokens. */
export const SPARRING_CONTEXT = 128_000;

export const SPARRING_MODELS: readonly SparringModel[] = [
  fighter("socrates", "Socrates", "Answers every claim with a better question", 500, 25),
  fighter("firebrand", "Firebrand", "Short, loud, straight at the weakest word", 200, 80),
  fighter("professor", "Professor", "Numbered points and a patient verdict", 900, 12),
  fighter("jester", "Jester", "Wins the crowd first, the argument second", 300, 40),
  fighter("reasoner", "Reasoner", "Thinks before it speaks", 1500, 35),
  fighter("researcher", "Researcher", "Asks what evidence would settle it", 400, 30),
  fighter("glassjaw", "Glassjaw", "Starts well and always falls over", 300, 40),
  { ...fighter("judge", "Judge", "Scores an argument as JSON", 300, 60), fighter: false },
  { ...fighter("commentator", "Commentator", "Closes the show with a recap", 400, 45), fighter: false },
  {
    ...fighter("embed-1536", "Embed 1536", "Lexical embeddings, 1,536 dimensions", 0, 0),
    fighter: false,
    kind: "embedding",
  },
];

/** What `models.list` shows. */
export const SPARRING_FIGHTERS: readonly SparringModel[] = SPARRING_MODELS.filter((entry) => entry.fighter);

export function isSparringId(modelId: string): boolean {
  return modelId.startsWith(PREFIX);
}

/** The model of an id, with or without a fault suffix (`sparring/firebrand+stall.20.8000`); null if there is none. */
export function sparringModel(modelId: string): SparringModel | null {
  const bare = modelId.split("+", 1)[0];
  return SPARRING_MODELS.find((entry) => entry.id === bare) ?? null;
}

function fighter(
  character: string,
  name: string,
  tagline: string,
  ttftMs: number,
  tokensPerSecond: number,
): SparringModel {
  return { id: PREFIX + character, character, name, tagline, ttftMs, tokensPerSecond, kind: "chat", fighter: true };
}
