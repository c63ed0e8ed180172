import type { JSONValue } from "convex/values";
import { isFieldName } from "../validate/identifier";
import { SnapshotError } from "./snapshot-error";

/** As Rust reads a float; what JSON cannot say becomes null, as in Convex. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(?:inf|infinity|nan)$/i;

/** Objects by the names in the first row. Cells are numbers if they read as such, else strings. @throws SnapshotError */
export async function* csvObjects(text: AsyncIterable<string>): AsyncGenerator<{ [field: string]: JSONValue }> {
  let header: string[] | null = null;
  let row = 0;
  for await (const cells of csvRows(text)) {
    if (header === null) header = cells.map((cell) => fieldName(cell.replaceAll(/^ +| +$/g, "")));
    else {
      row += 1;
      if (cells.length !== header.length) {
        throw new SnapshotError("CsvRowMissingFields", `CSV row ${row} doesn't have all of the fields in the header`);
      }
      yield Object.fromEntries(cells.map((cell, i) => [header![i]!, cellValue(cell)]));
    }
  }
}

function fieldName(name: string): string {
  if (isFieldName(name) || /^_[a-zA-Z0-9_]*$/.test(name)) return name;
  throw new SnapshotError(
    "CsvInvalidHeader",
    `CSV header ${JSON.stringify(name)} isn't a valid field name: it must be an identifier`,
  );
}

function cellValue(cell: string): JSONValue {
  if (NOT_FINITE.test(cell)) return null;
  if (!NUMBER.test(cell)) return cell;
  const number = Number(cell);
  return Number.isFinite(number) ? number : null;
}

/** RFC 4180; rows end with any kind of line end, empty ones are skipped. */
async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<string[]> {
  const reader = new CsvReader();
  for await (const chunk of text) yield* reader.read(chunk);
  yield* reader.end();
}

class CsvReader {
  #row: string[] = [];
  #cell = "";
  /** "closing": a quote within quotes, which ends them unless another one follows. */
  #state: "plain" | "quoted" | "closing" = "plain";
  #quoted = false;

  *read(chunk: string): Generator<string[]> {
    for (const char of chunk) {
      if (this.#state === "quoted") {
        if (char === '"') this.#state = "closing";
        else this.#cell += char;
      } else if (char === '"' && (this.#state === "closing" || this.#cell === "")) this.#quote();
      else if (char === ",") this.#endCell();
      else if (char === "\n" || char === "\r") yield* this.#endRow();
      else {
        this.#state = "plain";
        this.#cell += char;
      }
    }
  }

  *end(): Generator<string[]> {
    yield* this.#endRow();
  }

  #quote(): void {
    if (this.#state === "closing") this.#cell += '"';
    this.#state = "quoted";
    this.#quoted = true;
  }

  #endCell(): void {
    this.#row.push(this.#cell);
    this.#cell = "";
    this.#state = "plain";
    this.#quoted = false;
  }

  *#endRow(): Generator<string[]> {
    if (this.#row.length === 0 && this.#cell === "" && !this.#quoted) return;
    this.#endCell();
    const row = this.#row;
    this.#row = [];
    yield row;
  }
}
