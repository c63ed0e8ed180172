import { env } from "../_generated/server";

/** The deployment's environment variables. The generated type knows only those that the platform itself sets. */
export const settings = env as Readonly<Record<string, string | undefined>>;

/** A whole number from 1 to `max`, or `fallback` where the variable is not set. Throws a plain Error for anything else. */
export function wholeSetting(name: string, fallback: number, max: number): number {
  const value = settings[name];
  if (value === undefined || value === "") return fallback;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > max) {
    throw new Error(`${name} must be a whole number from 1 to ${max}, not ${JSON.stringify(value)}`);
  }
  return number;
}
