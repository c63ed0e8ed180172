import type { StoredDocument } from "../store/types";
import { compileFilter } from "./filter";
import type { OperatorJson } from "./query-json";

interface Operator {
  passes(document: StoredDocument): boolean;
  /** Nothing can pass any more. */
  readonly isFull: boolean;
}

/** The operators of a query, applied to one document after the other. */
export class Pipeline {
  readonly #operators: readonly Operator[];

  constructor(operators: readonly OperatorJson[]) {
    this.#operators = operators.map((operator) =>
      "limit" in operator ? new Limit(operator.limit) : filterOperator(operator.filter),
    );
  }

  /** True once a limit is reached: reading on would be for nothing. */
  get isFull(): boolean {
    return this.#operators.some((operator) => operator.isFull);
  }

  passes(document: StoredDocument): boolean {
    return this.#operators.every((operator) => operator.passes(document));
  }
}

class Limit implements Operator {
  #passed = 0;
  constructor(private readonly limit: number) {}

  get isFull(): boolean {
    return this.#passed >= this.limit;
  }

  passes(): boolean {
    this.#passed += 1;
    return this.#passed <= this.limit;
  }
}

function filterOperator(json: Parameters<typeof compileFilter>[0]): Operator {
  const predicate = compileFilter(json);
  return { isFull: false, passes: ({ value }) => predicate(value) };
}
