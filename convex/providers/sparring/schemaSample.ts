import { isRecord } from "../records";
import type { Random } from "./prng";

/** What a judge thinks of an argument. */
export interface Verdict {
  hit: string;
  reason: string;
  /** 0 to 1. */
  confidence: number;
}

/**
 * A value that satisfies the JSON schema: an enumeration with the hit among its options takes it, a number named `confidence`
 * the confidence, every string the reason; the rest is left to chance.
 */
export function sampleOf(schema: Record<string, unknown>, verdict: Verdict, random: Random): unknown {
  return new SchemaSampler(verdict, random).value(schema);
}

class SchemaSampler {
  constructor(
    private readonly verdict: Verdict,
    private readonly random: Random,
  ) {}

  value(schema: Record<string, unknown>, name = ""): unknown {
    if ("const" in schema) return schema["const"];
    if (Array.isArray(schema["enum"])) return this.#option(schema["enum"]);
    const variants = schema["anyOf"] ?? schema["oneOf"];
    if (Array.isArray(variants) && isRecord(variants[0])) return this.value(variants[0], name);
    const type = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
    if (type === "object") return this.#object(schema);
    if (type === "array") return this.#array(schema);
    if (type === "number" && name === "confidence") return this.verdict.confidence;
    if (type === "integer" || type === "number") return this.#number(schema, type === "integer");
    if (type === "boolean") return this.random() < 0.5;
    return type === "null" ? null : this.verdict.reason;
  }

  #option(options: unknown[]): unknown {
    const { hit } = this.verdict;
    return options.includes(hit) ? hit : options[Math.floor(this.random() * options.length)];
  }

  #object(schema: Record<string, unknown>): Record<string, unknown> {
    const properties = Object.entries(isRecord(schema["properties"]) ? schema["properties"] : {});
    return Object.fromEntries(
      properties.map(([name, inner]) => [name, this.value(isRecord(inner) ? inner : {}, name)]),
    );
  }

  #array(schema: Record<string, unknown>): unknown[] {
    const items = isRecord(schema["items"]) ? schema["items"] : {};
    return Array.from({ length: Number(schema["minItems"] ?? 1) }, () => this.value(items));
  }

  #number(schema: Record<string, unknown>, whole: boolean): number {
    const low = Number(schema["minimum"] ?? 0);
    const high = Number(schema["maximum"] ?? low + 10);
    const value = low + this.random() * (high - low);
    return whole ? Math.round(value) : value;
  }
}
