import { CommitTsPlaceholder, compareValues, type JSONValue, type Value } from "convex/values";
import { describeValue } from "../validate/describe";
import { fieldAt } from "../store/field-path";
import type { DocumentValue } from "../store/types";
import { literalOf } from "./literal";

export type Predicate = (document: DocumentValue) => boolean;

type MaybeValue = Value | undefined;
type Expression = (document: DocumentValue) => MaybeValue;

/**
 * Compiles what `convex/src/server/impl/filter_builder_impl.ts` serializes. Comparisons use the order of indexes, over
 * all types. Arithmetic takes two numbers of one type and logic booleans; anything else throws when it is evaluated.
 */
export function compileFilter(json: JSONValue): Predicate {
  return booleanOf(compile(json));
}

function compile(json: JSONValue): Expression {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw invalidExpression(json);
  const [[operator, operand] = []] = Object.entries(json);
  if (operator === undefined || operand === undefined) throw invalidExpression(json);
  const factory = OPERATORS[operator];
  if (factory === undefined) throw invalidExpression(json);
  return factory(operand);
}

const OPERATORS: Record<string, (operand: JSONValue) => Expression> = {
  $eq: comparison((order) => order === 0),
  $neq: comparison((order) => order !== 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $add: arithmetic("add", [(l, r) => l + r, (l, r) => l + r]),
  $sub: arithmetic("subtract", [(l, r) => l - r, (l, r) => l - r]),
  $mul: arithmetic("multiply", [(l, r) => l * r, (l, r) => l * r]),
  $div: arithmetic("divide", [(l, r) => l / r, (l, r) => l / r]),
  $mod: arithmetic("mod", [(l, r) => l % r, (l, r) => l % r]),
  $neg: (operand) => negation(compile(operand)),
  $and: (operand) => {
    const predicates = listOf(operand).map(compileFilter);
    return (document) => predicates.every((predicate) => predicate(document));
  },
  $or: (operand) => {
    const predicates = listOf(operand).map(compileFilter);
    return (document) => predicates.some((predicate) => predicate(document));
  },
  $not: (operand) => {
    const predicate = compileFilter(operand);
    return (document) => !predicate(document);
  },
  $field: (operand) => {
    if (typeof operand !== "string") throw invalidExpression({ $field: operand });
    const path = operand.split(".");
    return (document) => fieldAt(document, path);
  },
  $literal: (operand) => {
    const literal = literalOf(operand);
    return () => literal;
  },
};

function comparison(holds: (order: number) => boolean): (operand: JSONValue) => Expression {
  return (operand) => {
    const [left, right] = pairOf(operand);
    return (document) => holds(compareValues(left(document), right(document)));
  };
}

type Arithmetic = [floats: (l: number, r: number) => number, ints: (l: bigint, r: bigint) => bigint];

function arithmetic(name: string, [floats, ints]: Arithmetic): (operand: JSONValue) => Expression {
  return (operand) => {
    const [left, right] = pairOf(operand);
    return (document) => {
      const [l, r] = [left(document), right(document)];
      if (typeof l === "number" && typeof r === "number") return floats(l, r);
      if (typeof l === "bigint" && typeof r === "bigint") return BigInt.asIntN(64, ints(l, r));
      throw new Error(`Cannot ${name} ${describe(l)} and ${describe(r)}`);
    };
  };
}

function negation(expression: Expression): Expression {
  return (document) => {
    const value = expression(document);
    if (typeof value === "number") return -value;
    if (typeof value === "bigint") return BigInt.asIntN(64, -value);
    throw new Error(`Cannot negate ${describe(value)}`);
  };
}

function booleanOf(expression: Expression): Predicate {
  return (document) => {
    const value = expression(document);
    if (typeof value !== "boolean") throw new Error(`Expected a boolean in a filter, got ${describe(value)}`);
    return value;
  };
}

function pairOf(operand: JSONValue): [Expression, Expression] {
  const [left, right, ...rest] = listOf(operand);
  if (left === undefined || right === undefined || rest.length > 0) throw invalidExpression(operand);
  return [compile(left), compile(right)];
}

function listOf(operand: JSONValue): JSONValue[] {
  if (!Array.isArray(operand)) throw invalidExpression(operand);
  return operand;
}

function invalidExpression(json: JSONValue): Error {
  return new Error(`Invalid filter expression: ${JSON.stringify(json)}`);
}

function describe(value: MaybeValue): string {
  return value === undefined ? "undefined (type undefined)" : `${describeValue(value)} (type ${typeName(value)})`;
}

function typeName(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "bigint" || value instanceof CommitTsPlaceholder) return "int64";
  if (typeof value === "number") return "float64";
  if (value instanceof ArrayBuffer) return "bytes";
  return Array.isArray(value) ? "array" : typeof value;
}
