import { domainOf } from "./domains";
import { keyphrases } from "./keyphrases";
import { permutation, seeded } from "./prng";
import type { Brief } from "./promptReader";
import { quoteFrom, subjectOf, type Quote } from "./quotes";
import { kindOf } from "./motionKind";
import { reasonsFor, type Reason } from "./reasons";
import { agreement, asNoun, sentenceCase, wordCount } from "./wording";
import { firebrand } from "./voices/firebrand";
import { jester } from "./voices/jester";
import { MODERATED } from "./voices/moderated";
import { professor } from "./voices/professor";
import { reasoner } from "./voices/reasoner";
import { researcher } from "./voices/researcher";
import { socrates } from "./voices/socrates";
import type { Phase, Voice } from "./voices/voice";

const VOICES: Readonly<Record<string, Voice>> = {
  socrates,
  firebrand,
  professor,
  jester,
  reasoner,
  researcher,
  glassjaw: firebrand,
};

const REASONS_PER_TURN = 2;
const MAX_EXTRAS = 6;

export interface Speech {
  text: string;
  /** What the character thinks first; null for those that only talk. */
  reasoning: string | null;
}

export interface SpeechContext {
  character: string;
  brief: Brief;
  /** Distinguishes battles on the same topic. */
  seed: string;
  /** Result of the tool that was called before, if any. */
  toolResult: string | null;
}

/**
 * One turn. A pure function of its context. Within a battle no line is used twice: each pool is shuffled once per
 * battle, and every turn of the battle has its own place in the shuffled order. Nothing but one clause of the
 * opponent's text, a keyphrase of that clause, and a keyphrase of the moderator's line reach the answer.
 */
export function compose(context: SpeechContext): Speech {
  const voice = VOICES[context.character] ?? firebrand;
  const quote = context.brief.opponent ? quoteFrom(context.brief.opponent, context.brief.topic, context.seed) : null;
  const phase = phaseOf(context.brief, quote);
  for (let extras = 0; ; extras += 1) {
    const turn = new Turn(context, voice, quote);
    const layout = voice.layouts[phase].replace("{more}", Array(extras).fill(" {extra}").join(""));
    const moderated = turn.moderated ? "\n\n{moderated}" : "";
    const text = sentenceCase(turn.expand(layout + moderated).replace(/ {2,}/g, " "));
    if (extras === MAX_EXTRAS || wordCount(text) >= voice.words[0]) {
      return { text, reasoning: voice.pools["thinking"] ? turn.expand("{thinking}") : null };
    }
  }
}

function phaseOf(brief: Brief, quote: Quote | null): Phase {
  if (!quote) return "opening";
  if (brief.round === 1) return "reply";
  return brief.round >= brief.rounds ? "closing" : "rebuttal";
}

/** Expands templates for one turn; see voice.ts for what may stand in braces. */
class Turn {
  /** What the moderator wants heard; null for nothing. */
  readonly moderated: string | null;
  readonly #battle: string;
  readonly #index: number;
  readonly #random;
  readonly #uses = new Map<string, number>();
  readonly #phrases: Record<string, string>;
  readonly #reasons: readonly Reason[];
  readonly #domain: Record<string, readonly string[]>;
  #motionNamed = false;

  constructor(
    private readonly context: SpeechContext,
    private readonly voice: Voice,
    quote: Quote | null,
  ) {
    const { brief, character, seed } = context;
    const { who, what, risk, gain, scene } = domainOf(brief.topic);
    this.moderated = brief.moderator === null ? null : subjectOf(brief.moderator);
    this.#battle = `${character}\n${brief.topic}\n${seed}`;
    this.#index = (brief.round - 1) * 2 + (brief.stance === "against" ? 1 : 0);
    this.#random = seeded(`${this.#battle}\n${this.#index}`);
    this.#reasons = reasonsFor(kindOf(brief.topic), brief.stance);
    this.#domain = { who, what, risk, gain, scene };
    this.#phrases = {
      ...topicPhrases(brief.topic),
      side: brief.stance,
      yes: brief.stance === "for" ? "yes" : "no",
      quote: quote?.clause ?? "",
      ok: `‘${quote?.keyphrase ?? ""}’`,
      m: this.moderated ?? "",
      result: context.toolResult ?? "",
    };
  }

  expand(template: string): string {
    let text = template;
    for (let found = INNERMOST.exec(text); found; found = INNERMOST.exec(text)) {
      const value = this.#resolve(found[1] ?? "");
      text = text.slice(0, found.index) + value + text.slice(found.index + found[0].length);
    }
    return text;
  }

  #resolve(symbol: string): string {
    if (symbol.includes("|")) return this.#choose(symbol.split("|"));
    if (symbol === "motion") return this.#motion();
    if (symbol === "source") return this.#line(this.context.toolResult ? "cited" : "uncited");
    if (symbol === "claim" || symbol === "ask") return this.#reason()[symbol];
    if (symbol === "point") return this.#point();
    if (this.#domain[symbol]) return this.#domainPhrase(symbol, this.#domain[symbol]);
    return this.#phrases[symbol] ?? this.#line(symbol);
  }

  /** The next line of a pool: turns of a battle are neighbours in its order, further uses in a turn lie seven apart. */
  #line(pool: string): string {
    if (pool === "moderated") return this.#moderatedLine();
    const lines = this.voice.pools[pool];
    if (!lines) throw new Error(`no pool ${pool}`);
    return this.#nth(pool, lines, this.#index + this.#count(pool) * 7);
  }

  /** Both fighters draw on these lines, so their order is the battle's and not a character's. */
  #moderatedLine(): string {
    const { brief, seed } = this.context;
    const order = permutation(MODERATED.length, seeded(`moderated\n${brief.topic}\n${seed}`));
    return MODERATED[order[this.#index % order.length]!]!;
  }

  #reason(): Reason {
    const place = Math.floor(this.#index / 2) * REASONS_PER_TURN + this.#count("reason");
    return this.#nth(`reasons ${this.context.brief.stance}`, this.#reasons, place);
  }

  #point(): string {
    const { label, claim } = this.#reason();
    return `**${label}.** ${claim}`;
  }

  #domainPhrase(name: string, list: readonly string[]): string {
    return this.#nth(name, list, this.#index * 2 + this.#count(name));
  }

  #motion(): string {
    const named = this.#motionNamed;
    this.#motionNamed = true;
    return named ? "the motion" : (this.#phrases["theMotion"] ?? "");
  }

  #nth<T>(name: string, list: readonly T[], place: number): T {
    const order = permutation(list.length, seeded(`${this.#battle}\n${name}`));
    return list[order[place % list.length]!]!;
  }

  #choose(options: readonly string[]): string {
    return options[Math.floor(this.#random() * options.length)]!;
  }

  #count(name: string): number {
    const uses = this.#uses.get(name) ?? 0;
    this.#uses.set(name, uses + 1);
    return uses;
  }
}

const INNERMOST = /\{([^{}]*)\}/;

function topicPhrases(topic: string): Record<string, string> {
  const [first, second] = keyphrases(topic);
  const k = asNoun(first ?? "this motion");
  const k2 = asNoun(second ?? "the alternative");
  const quoted = topic
    .replace(/[“”"{}|<>*_`#\n\r\t]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const named = quoted.endsWith("?") ? `a yes to “${quoted}”` : `the motion “${quoted.replace(/[.!]+$/, "")}”`;
  const theMotion = quoted.length > 0 && quoted.length <= 100 ? named : `the motion on ${k}`;
  return { k, k2, theMotion, ...agreement(k, ""), ...agreement(k2, "2") };
}
