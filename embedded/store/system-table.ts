const UNDERSCORE = 95;

/** Tables of Convex and of the host: functions do not write them, and what they do there is not counted. */
export function isSystemTable(name: string): boolean {
  return name.charCodeAt(0) === UNDERSCORE;
}
