import { isRecord } from "../records";
import { seeded, type Random } from "./prng";
import { withoutOrders } from "./quotes";

const HITS = ["LIGHTNING_STRIKE", "FIRE_SLASH", "COUNTER_ATTACK", "WEAK_BLOW"];

const DEFAULT_SCHEMA = {
  type: "object",
  properties: { hit: { type: "string", enum: HITS }, reason: { type: "string" } },
};

/**
 * A verdict on an argument, as JSON that satisfies the schema of the request. The hit follows from how the text argues;
 * sentences addressed to the judge are dropped before it is read, so they move nothing.
 */
export function judge(argument: string, schema: unknown): string {
  const text = withoutOrders(argument);
  const sample = new SchemaSampler(hitOf(text), seeded(text));
  return JSON.stringify(sample.value(isRecord(schema) ? schema : DEFAULT_SCHEMA));
}

function hitOf(text: string): string {
  if (/\b(data|study|studies|figures?|evidence|measured?|per ?cent|\d+ ?%|source)\b/i.test(text))
    return "LIGHTNING_STRIKE";
  if (/\b(as if|as though|imagine|is like|are like|looks? like)\b/i.test(text)) return "FIRE_SLASH";
  return /[“"][^”"]+[”"]|\b(you say|you said|my opponent)\b/i.test(text) ? "COUNTER_ATTACK" : "WEAK_BLOW";
}

class SchemaSampler {
  constructor(
    private readonly hit: string,
    private readonly random: Random,
  ) {}

  value(schema: Record<string, unknown>): unknown {
    if ("const" in schema) return schema["const"];
    if (Array.isArray(schema["enum"])) return this.#option(schema["enum"]);
    const variants = schema["anyOf"] ?? schema["oneOf"];
    if (Array.isArray(variants) && isRecord(variants[0])) return this.value(variants[0]);
    const type = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
    if (type === "object") return this.#object(schema);
    if (type === "array") return this.#array(schema);
    if (type === "integer" || type === "number") return this.#number(schema, type === "integer");
    if (type === "boolean") return this.random() < 0.5;
    return type === "null" ? null : "Judged by how the argument is built, not by what it asks for.";
  }

  #option(options: unknown[]): unknown {
    return options.includes(this.hit) ? this.hit : options[Math.floor(this.random() * options.length)];
  }

  #object(schema: Record<string, unknown>): Record<string, unknown> {
    const properties = Object.entries(isRecord(schema["properties"]) ? schema["properties"] : {});
    return Object.fromEntries(properties.map(([name, inner]) => [name, this.value(isRecord(inner) ? inner : {})]));
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
