import { afterPrefix, encodeValue, MAX_KEY, MIN_KEY } from "../keys/key";
import { literalOf } from "./literal";
import type { RangeExpressionJson } from "./query-json";

/** Keys lo <= key < hi. */
export interface KeyRange {
  readonly lo: string;
  readonly hi: string;
}

type Kind = "eq" | "gt" | "lt";

/**
 * Any number of `eq` on the first fields of the index, then at most one lower and one upper bound on the field after.
 * Throws an Error in the words of Convex if the expressions are not of that form.
 */
export function compileRange(
  indexName: string,
  fields: readonly string[],
  expressions: readonly RangeExpressionJson[],
): KeyRange {
  checkRange(indexName, fields, expressions);
  let prefix = "";
  let lo: string | null = null;
  let hi: string | null = null;
  for (const { type, value } of expressions) {
    const bound = prefix + encodeValue(literalOf(value));
    if (type === "Eq") prefix = bound;
    else if (type === "Gt") lo = afterPrefix(bound);
    else if (type === "Gte") lo = bound;
    else if (type === "Lt") hi = bound;
    else hi = afterPrefix(bound);
  }
  const whole = prefix === "" ? { lo: MIN_KEY, hi: MAX_KEY } : { lo: prefix, hi: afterPrefix(prefix) };
  return { lo: lo ?? whole.lo, hi: hi ?? whole.hi };
}

function checkRange(indexName: string, fields: readonly string[], expressions: readonly RangeExpressionJson[]): void {
  let used = 0;
  let previous: RangeExpressionJson | null = null;
  let state: Kind | "done" = "eq";
  for (const expression of expressions) {
    const kind = kindOf(expression);
    if (state === "done") throw incorrectOperator(alreadyBounded(expression));
    if (state === "eq") {
      if (expression.fieldPath !== fields[used]) throw incorrectField(indexName, fields, expressions, used, expression);
      used += 1;
      state = kind;
    } else if (kind === "eq" || kind === state) {
      throw incorrectOperator(`cannot chain \`.${operatorOf(expression)}()\` after \`.${operatorOf(previous!)}()\``);
    } else if (expression.fieldPath === previous!.fieldPath) {
      state = "done";
    } else {
      throw new Error(
        "Incorrect field used in `withIndex`, `.gt` and `.lt` must operate on the same field, " +
          `expected "${previous!.fieldPath}", got "${expression.fieldPath}"`,
      );
    }
    previous = expression;
  }
}

function kindOf({ type }: RangeExpressionJson): Kind {
  if (type === "Eq") return "eq";
  return type === "Gt" || type === "Gte" ? "gt" : "lt";
}

function operatorOf({ type }: RangeExpressionJson): string {
  return type.toLowerCase();
}

function alreadyBounded(expression: RangeExpressionJson): string {
  const call = `.${operatorOf(expression)}(${expression.fieldPath}, ${JSON.stringify(expression.value)})`;
  return `cannot chain more operators after both \`.gt\` and \`.lt\` were already used, got \`${call}\`.`;
}

function incorrectOperator(reason: string): Error {
  return new Error(`Incorrect operator used in \`withIndex\`, ${reason}`);
}

/** The words of the convex-test package, followed by those of Convex. */
function incorrectField(
  indexName: string,
  fields: readonly string[],
  expressions: readonly RangeExpressionJson[],
  used: number,
  { fieldPath }: RangeExpressionJson,
): Error {
  const reason = fields.includes(fieldPath)
    ? [
        `Tried to query index ${indexName} but the query didn't use the index fields in order.`,
        `Index fields: ${listed(fields)}`,
        `Query fields: ${listed([...new Set(expressions.map((expression) => expression.fieldPath))])}`,
        `First incorrect field: "${fieldPath}"`,
        "For more information see https://docs.convex.dev/using/indexes.",
      ]
    : [
        `The index range included a comparison with "${fieldPath}", but ${indexName} with fields ${listed(fields)} ` +
          "doesn't index this field. For more information see https://docs.convex.dev/using/indexes.",
      ];
  const incorrect = `Incorrect field used in \`withIndex\`, expected "${fields[used]}", got "${fieldPath}"`;
  return new Error([incorrect, ...reason].join("\n"));
}

/** Without the `_id` that every index ends with. */
function listed(fields: readonly string[]): string {
  return `[${fields
    .filter((field) => field !== "_id")
    .map((field) => `"${field}"`)
    .join(", ")}]`;
}
