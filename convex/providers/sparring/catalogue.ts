/** The scripted models: what a player sees of them, and how fast they talk. */
export interface SparringModel {
  /** `sparring/<character>`. */
  id: string;
  name: string;
  tagline: string;
  /** Milliseconds to the first token, and tokens per second, before `ARENA_SPARRING_SPEED`. */
  ttftMs: number;
  tokensPerSecond: number;
  /** Fighters can be picked for a room; the others serve the referee and the search. */
  fighter: boolean;
}

const PREFIX = "sparring/";

export const SPARRING_MODELS = [
  model("socrates", "Socrates", "Answers every claim with a better question", 500, 25),
  model("firebrand", "Firebrand", "Short, loud, straight at the weakest word", 200, 80),
  model("professor", "Professor", "Numbered points and a patient verdict", 900, 12),
  model("jester", "Jester", "Wins the crowd first, the argument second", 300, 40),
  model("reasoner", "Reasoner", "Thinks before it speaks", 1500, 35),
  model("researcher", "Researcher", "Asks what evidence would settle it", 400, 30),
  model("glassjaw", "Glassjaw", "Starts well and always falls over", 300, 40),
  { ...model("judge", "Judge", "Scores an argument as JSON", 300, 60), fighter: false },
  { ...model("embed-1536", "Embed 1536", "Lexical embeddings, 1,536 dimensions", 0, 0), fighter: false },
] as const satisfies readonly SparringModel[];

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

function model(character: string, name: string, tagline: string, ttftMs: number, tokensPerSecond: number) {
  return { id: `${PREFIX}${character}`, name, tagline, ttftMs, tokensPerSecond, fighter: true as boolean };
}
