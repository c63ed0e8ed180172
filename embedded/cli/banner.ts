import type { Settings } from "./settings";

/** What a newcomer reads after a start: the one URL, who is scripted, and the way to real models and real Convex. */
export function banner(settings: Settings): string {
  const { OPENROUTER_API_KEY: key, OPENROUTER_BASE_URL: base } = settings.functionEnv;
  const models = !settings.embedded
    ? "Models:  as set in the Convex deployment's environment variables."
    : key || base
      ? `Models:  real ones from ${base ?? "OpenRouter"}; sparring partners are scripted, not AI.`
      : "Models:  sparring partners only. They are scripted, not AI. For real models set OPENROUTER_API_KEY and start again.";
  const backend = !settings.embedded
    ? `Convex:  ${settings.convexUrl}`
    : `Convex:  embedded host, data in ${settings.dataDir}. For real Convex run npx convex dev (see README).`;
  return `\n  ArenaAI is live:  http://localhost:${settings.webPort}\n\n  ${models}\n  ${backend}\n\n  Ctrl-C stops it.\n`;
}
