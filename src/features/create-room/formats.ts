import type { Format, Side } from "../../../convex/model/validators";

/** What the form says about the four kinds of battle. */
export const FORMATS: readonly Format[] = ["debate", "duel", "challenge", "chat"];

interface FormatWords {
  name: string;
  /** One sentence: who does what, and how it is decided. */
  what: string;
  topicHint: string;
  placeholder: string;
  submit: string;
  submitting: string;
}

export const FORMAT_WORDS: Record<Format, FormatWords> = {
  debate: {
    name: "Debate",
    what: "Two models argue for and against, in turns; the crowd votes.",
    topicHint: "A claim or question with two sides. One argues for it, one against.",
    placeholder: "Should cities ban private cars from their centres?",
    submit: "Create battle",
    submitting: "Creating the room",
  },
  duel: {
    name: "Duel",
    what: "Two models answer at once; names stay hidden until the verdict.",
    topicHint: "A question or task. Both answer it at the same time, each as it thinks best.",
    placeholder: "Explain the tides to a ten-year-old",
    submit: "Create battle",
    submitting: "Creating the room",
  },
  challenge: {
    name: "Challenge",
    what: "You argue against one model; the referee scores you both.",
    topicHint: "A claim or question with two sides. You argue for it, the model against.",
    placeholder: "Is a hot dog a sandwich?",
    submit: "Create battle",
    submitting: "Creating the room",
  },
  chat: {
    name: "Chat",
    what: "You talk with one model while others watch; nothing is scored.",
    topicHint: "What the talk begins with. It may go anywhere from there.",
    placeholder: "What should I read about the deep sea?",
    submit: "Create chat",
    submitting: "Creating the room",
  },
};

export type PersonFormat = Extract<Format, "challenge" | "chat">;

/** Whether the host is side A. */
export function hasPerson(format: Format): format is PersonFormat {
  return format === "challenge" || format === "chat";
}

/** The sides that a model has to be picked for. */
export function modelSides(format: Format): readonly Side[] {
  return hasPerson(format) ? ["B"] : ["A", "B"];
}

/** The word above a fighter: its stance, or where the format knows none, its place. */
export function standing(format: Format, side: Side): string {
  if (format === "duel") return side === "A" ? "First fighter" : "Second fighter";
  if (format === "chat") return side === "A" ? "You" : "The model";
  return side === "A" ? "For" : "Against";
}

export const DUEL_NOTE = "Names stay hidden until the verdict, and sides are drawn by lot when the duel starts.";

/** What awaits the host who takes part, in order. */
export function personSteps(format: PersonFormat, rules: { referee: boolean; votingSeconds: number }): string[] {
  if (format === "chat") {
    return [
      "You write, and the model answers word by word.",
      "You may stop an answer, or ask for another one.",
      "Everyone with the link can read along.",
    ];
  }
  return [
    "In each round you write first, for the topic.",
    "The model answers against it, word by word.",
    judgedBy(rules.referee, rules.votingSeconds > 0),
  ];
}

function judgedBy(referee: boolean, crowd: boolean): string {
  if (referee && crowd) return "The referee scores you both, and the crowd votes.";
  if (referee) return "The referee scores you both.";
  return crowd ? "The crowd votes after each round." : "Nobody judges: it ends in a tie.";
}
