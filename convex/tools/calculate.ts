import {
  absDependencies,
  addDependencies,
  ceilDependencies,
  create,
  divideDependencies,
  expDependencies,
  type FactoryFunctionMap,
  floorDependencies,
  isConstantNode,
  isFunctionNode,
  isOperatorNode,
  isParenthesisNode,
  isSymbolNode,
  log10Dependencies,
  logDependencies,
  type MathNode,
  maxDependencies,
  minDependencies,
  modDependencies,
  multiplyDependencies,
  parseDependencies,
  powDependencies,
  roundDependencies,
  sqrtDependencies,
  subtractDependencies,
  unaryMinusDependencies,
  unaryPlusDependencies,
} from "mathjs/number";
import * as z from "zod";
import { type Tool, ToolError } from "./tool";

// Of the four compared only mathjs both computes `-2^2` and `2^-1` correctly and gives a tree to check before anything runs; fparser and
// expr-eval-fork reach prototypes (the latter holds `new Function`), math-expression-evaluator loops for minutes over `9999999999!`.
const math = create({
  absDependencies,
  addDependencies,
  ceilDependencies,
  divideDependencies,
  expDependencies,
  floorDependencies,
  log10Dependencies,
  logDependencies,
  maxDependencies,
  minDependencies,
  modDependencies,
  multiplyDependencies,
  parseDependencies,
  powDependencies,
  roundDependencies,
  sqrtDependencies,
  subtractDependencies,
  unaryMinusDependencies,
  unaryPlusDependencies,
} as FactoryFunctionMap);

const MAX_EXPRESSION = 200;
const OPERATORS = new Set(["add", "subtract", "multiply", "divide", "pow", "mod", "unaryMinus", "unaryPlus"]);
const FUNCTIONS = "abs ceil exp floor log log10 max min round sqrt".split(" ");
const CONSTANTS = { pi: Math.PI, e: Math.E };
const NAMES = new Set([...FUNCTIONS, ...Object.keys(CONSTANTS)]);
const SIGNS: Readonly<Record<string, string>> = { "×": "*", "·": "*", "÷": "/", "−": "-", "–": "-" };

const parameters = z.object({
  expression: z.string().min(1).max(MAX_EXPRESSION).describe("Arithmetic, for example (1250 - 980) / 980 * 100"),
});

export const calculate: Tool<z.infer<typeof parameters>> = {
  name: "calculate",
  description: `Computes an arithmetic expression with + - * / ^ % and ${FUNCTIONS.join(", ")}.`,
  arguments: parameters,
  run: ({ expression }) => Promise.resolve(`${expression.trim()} = ${format(evaluate(expression))}`),
};

function evaluate(expression: string): number {
  const node = readable(() => math.parse(expression.replace(/[×·÷−–]/g, (sign) => SIGNS[sign] ?? sign)));
  node.traverse((part) => {
    if (!isArithmetic(part)) throw new ToolError("only numbers, operators and the functions named are understood");
  });
  const value = readable((): unknown => node.evaluate({ ...CONSTANTS }));
  if (typeof value !== "number" || !Number.isFinite(value)) throw new ToolError("the result is not a finite number");
  return value;
}

function readable<Value>(read: () => Value): Value {
  try {
    return read();
  } catch {
    throw new ToolError("the expression cannot be read");
  }
}

/** Assignments, functions of one's own, strings and member access are other kinds of node. */
function isArithmetic(node: MathNode): boolean {
  if (isConstantNode(node)) return typeof node.value === "number";
  if (isOperatorNode(node)) return OPERATORS.has(node.fn);
  if (isSymbolNode(node)) return NAMES.has(node.name);
  return isFunctionNode(node) || isParenthesisNode(node);
}

/** Twelve digits: enough for people, and few enough to hide that 0.1 + 0.2 is not 0.3. */
function format(value: number): string {
  return String(Number(value.toPrecision(12)));
}
