import { jsonToConvex, type JSONValue, type Value } from "convex/values";

/** convex/server turns the data of a ConvexError into JSON text on its way out; a test sees the data. */
export async function withConvexErrorData<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (typeof error === "object" && error !== null && Symbol.for("ConvexError") in error) {
      const thrown = error as { data?: unknown };
      if (typeof thrown.data === "string") thrown.data = parsedData(thrown.data);
    }
    throw error;
  }
}

/** Data that a test's own code put there is no JSON, and stays. */
function parsedData(data: string): Value {
  try {
    return jsonToConvex(JSON.parse(data) as JSONValue);
  } catch {
    return data;
  }
}
