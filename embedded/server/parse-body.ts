import { z } from "zod";
import { HttpError } from "./http-error";

/** @throws HttpError 400 if the body does not have the shape. */
export function parseBody<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HttpError(400, "InvalidArguments", z.prettifyError(parsed.error));
}
