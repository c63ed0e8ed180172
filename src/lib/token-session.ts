/** The session that a token was made for; null for anything that is no token. Nothing is verified: only the server decides. */
export function tokenSession(token: string | null): string | null {
  try {
    const payload = token?.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/");
    const { sub } = JSON.parse(atob(payload ?? "")) as { sub?: unknown };
    return typeof sub === "string" ? (sub.split("|")[1] ?? null) : null;
  } catch {
    return null;
  }
}
