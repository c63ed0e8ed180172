import { SPEND } from "../runtime/fuel";
import { Char, endOf, endOfRegex, endOfString, isWordChar } from "./characters";

/** What the last token was, as far as it decides what the next one means. */
const enum Last {
  /** An operand is complete: a slash divides. */
  operand,
  operator,
  arrow,
  /** `)` of a function's parameters, or of a call. */
  parameters,
  /** `)` of `if`, `for`, `while`, `switch`, `catch`, `with`. */
  control,
}

const enum Bracket {
  plain,
  control,
  loop,
  template,
}

const CONTROL_WORDS = new Set(["if", "for", "while", "switch", "catch", "with"]);
/** An operand follows these. */
const OPERATOR_WORDS = new Set(
  "return typeof instanceof in of new delete void throw case do else yield await default extends".split(" "),
);

/** What a body must have to call or to repeat something, or to hide its own end in a text. */
const MAY_CALL = new Set<Char>([
  Char.openParen,
  Char.openBrace,
  Char.quote,
  Char.apostrophe,
  Char.backtick,
  Char.slash,
]);

/**
 * Makes every loop, and every function that calls another, spend fuel, so that code which would never return is
 * interrupted (runtime/fuel.ts). No line is added, so positions stay on their lines.
 *
 * Scans the text instead of parsing it, which takes milliseconds instead of a quarter of a second. The text is esbuild's
 * own printing, unminified: "for (", "a / b", one space before the parenthesis of a statement and none before that of a
 * method.
 */
export function instrument(code: string): string {
  return new Instrumenter(code).run();
}

class Instrumenter {
  readonly #code: string;
  readonly #output: string[] = [];
  readonly #brackets: Bracket[] = [];
  /** Bracket depths of classes whose body has not begun. */
  readonly #classes: number[] = [];
  #at = 0;
  #copied = 0;
  #last = Last.operator;
  /** The word before the current token, if that is what the last token was. */
  #word = "";

  constructor(code: string) {
    this.#code = code;
  }

  run(): string {
    while (this.#at < this.#code.length) this.#token(this.#code.charCodeAt(this.#at));
    this.#output.push(this.#code.slice(this.#copied));
    return this.#output.join("");
  }

  #token(char: Char): void {
    if (char <= Char.space) this.#at += 1;
    else if (isWordChar(char)) this.#readWord();
    else this.#punctuation(char);
  }

  #punctuation(char: Char): void {
    switch (char) {
      case Char.quote:
      case Char.apostrophe:
        return this.#operand(endOfString(this.#code, this.#at, char));
      case Char.backtick:
        return this.#template();
      case Char.slash:
        return this.#slash();
      case Char.openParen:
        return this.#openParen();
      case Char.closeParen:
        return this.#closeParen();
      case Char.openBrace:
        return this.#openBrace();
      case Char.closeBrace:
        return this.#closeBrace();
      case Char.openBracket:
        this.#brackets.push(Bracket.plain);
        return this.#step(Last.operator);
      case Char.closeBracket:
        this.#brackets.pop();
        return this.#step(Last.operand);
      case Char.equals:
        return this.#charAt(this.#at + 1) === Char.greater ? this.#arrow() : this.#step(Last.operator);
      case Char.plus:
      case Char.minus:
        return this.#sign(char);
      default:
        return this.#step(Last.operator);
    }
  }

  /** `++` and `--` leave an operand an operand. */
  #sign(char: Char): void {
    if (this.#charAt(this.#at + 1) === char) this.#at += 2;
    else this.#step(Last.operator);
  }

  #readWord(): void {
    const start = this.#at;
    const isProperty = this.#charAt(start - 1) === Char.dot;
    let end = start + 1;
    while (end < this.#code.length && isWordChar(this.#code.charCodeAt(end))) end += 1;
    this.#at = end;
    const word = isProperty ? "" : this.#code.slice(start, end);
    // `for await (`
    if (word === "await" && this.#word === "for") return;
    this.#last = OPERATOR_WORDS.has(word) ? Last.operator : Last.operand;
    this.#word = word;
    if (word === "class" && this.#charAt(end) === Char.space) this.#classes.push(this.#brackets.length);
  }

  #openParen(): void {
    const isStatement = this.#charAt(this.#at - 1) === Char.space && CONTROL_WORDS.has(this.#word);
    const word = isStatement ? this.#word : "";
    this.#brackets.push(word === "for" ? Bracket.loop : isStatement ? Bracket.control : Bracket.plain);
    this.#step(Last.operator);
    if (word === "while") this.#insert(this.#at, SPEND.inCondition);
  }

  #closeParen(): void {
    const bracket = this.#brackets.pop();
    this.#step(bracket === Bracket.plain ? Last.parameters : Last.control);
    if (bracket !== Bracket.loop) return;
    const body = this.#nextChar();
    if (this.#charAt(body) === Char.openBrace) this.#insert(body + 1, SPEND.inBlock);
    else this.#insert(this.#at, SPEND.beforeStatement);
  }

  #openBrace(): void {
    const isClass = this.#classes.at(-1) === this.#brackets.length;
    if (isClass) this.#classes.pop();
    else if (this.#last === Last.parameters || this.#last === Last.arrow) this.#enterFunction(this.#at + 1);
    this.#brackets.push(Bracket.plain);
    this.#step(Last.operator);
  }

  #closeBrace(): void {
    const bracket = this.#brackets.pop();
    while (this.#classes.length > 0 && this.#classes.at(-1)! > this.#brackets.length) this.#classes.pop();
    this.#step(Last.operand);
    if (bracket === Bracket.template) this.#templateText();
  }

  #arrow(): void {
    this.#at += 2;
    this.#last = Last.arrow;
    this.#word = "";
    if (this.#charAt(this.#nextChar()) !== Char.openBrace) this.#insert(this.#at, SPEND.beforeExpression);
  }

  /** A directive ("use strict") must stay the first statement. */
  #enterFunction(at: number): void {
    if (this.#isLeaf(at)) return;
    const first: Char = this.#code
      .slice(at, at + 80)
      .trimStart()
      .charCodeAt(0);
    if (first !== Char.quote && first !== Char.apostrophe) this.#insert(at, SPEND.inBlock);
  }

  /**
   * A body without a loop or a call: neither can it run on, nor can it be what recursion goes through. Such functions
   * are the innermost steps of a hash, which would take four times as long.
   */
  #isLeaf(at: number): boolean {
    for (let i = at; i < this.#code.length; i++) {
      const char: Char = this.#code.charCodeAt(i);
      if (char === Char.closeBrace) return true;
      if (MAY_CALL.has(char)) return false;
    }
    return false;
  }

  #slash(): void {
    const next: Char = this.#code.charCodeAt(this.#at + 1);
    if (next === Char.slash) this.#at = endOf(this.#code, "\n", this.#at);
    else if (next === Char.star) this.#at = endOf(this.#code, "*/", this.#at + 2);
    else if (this.#isDivision(next)) this.#step(Last.operator);
    else this.#operand(endOfRegex(this.#code, this.#at));
  }

  /** esbuild prints a division with a space on both sides. */
  #isDivision(next: Char): boolean {
    return (
      this.#last !== Last.operator &&
      this.#last !== Last.arrow &&
      (next === Char.space || next === Char.equals) &&
      this.#charAt(this.#at - 1) === Char.space
    );
  }

  #template(): void {
    this.#at += 1;
    this.#templateText();
  }

  /** Up to the end of the template or of its next `${`. */
  #templateText(): void {
    const code = this.#code;
    for (let i = this.#at; i < code.length; i++) {
      const char: Char = code.charCodeAt(i);
      if (char === Char.backslash) i += 1;
      else if (char === Char.backtick) return this.#operand(i + 1);
      else if (char === Char.dollar && this.#charAt(i + 1) === Char.openBrace) {
        this.#brackets.push(Bracket.template);
        this.#at = i + 1;
        return this.#step(Last.operator);
      }
    }
    this.#at = code.length;
  }

  #charAt(at: number): Char {
    return this.#code.charCodeAt(at);
  }

  #operand(end: number): void {
    this.#at = end;
    this.#last = Last.operand;
    this.#word = "";
  }

  #step(last: Last): void {
    this.#at += 1;
    this.#last = last;
    this.#word = "";
  }

  #insert(at: number, text: string): void {
    this.#output.push(this.#code.slice(this.#copied, at), text);
    this.#copied = at;
  }

  /** Where the next character stands that is neither space nor comment. */
  #nextChar(): number {
    const code = this.#code;
    for (let i = this.#at; i < code.length; i++) {
      const char: Char = code.charCodeAt(i);
      if (char <= Char.space) continue;
      if (code.startsWith("//", i)) i = endOf(code, "\n", i) - 1;
      else if (code.startsWith("/*", i)) i = endOf(code, "*/", i) - 1;
      else return i;
    }
    return code.length;
  }
}
