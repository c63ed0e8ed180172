/** Dates of functions are in UTC, as in Convex, wherever the host runs. Node rereads the zone when it is assigned. */
export function useUtc(): void {
  process.env["TZ"] = "UTC";
}
