import { expect, test } from "vitest";
import { TRANSACTION_LIMITS } from "../validate/limits";
import { Usage } from "./usage";

function limited(limits: Partial<typeof TRANSACTION_LIMITS>): Usage {
  const usage = new Usage();
  usage.setLimits({ ...TRANSACTION_LIMITS, ...limits });
  return usage;
}

test("files are written up to a number and a size", () => {
  const few = limited({ filesWritten: 1 });
  few.writeFile(5);
  expect(() => few.writeFile(0)).toThrow("Too many files written in a single function execution (limit: 1)");
  const small = limited({ fileWriteBytes: 10 });
  small.writeFile(10);
  expect(() => small.writeFile(1)).toThrow(
    "Too many bytes written to files in a single function execution (limit: 10 bytes)",
  );
});

test("files are read up to a number and a size", () => {
  const few = limited({ filesRead: 1 });
  few.readFile(5);
  expect(() => few.readFile(0)).toThrow("Too many files read in a single function execution (limit: 1)");
  const small = limited({ fileReadBytes: 10 });
  small.readFile(10);
  expect(() => small.readFile(1)).toThrow(
    "Too many bytes read from files in a single function execution (limit: 10 bytes)",
  );
});
