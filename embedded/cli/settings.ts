import { HostError } from "../host-error";

/** What `npm start` and `npm run dev` read from the environment; every one is optional. */
export interface Settings {
  /** The port people open, 1-65535. */
  webPort: number;
  /** The Convex API port; HTTP actions are served on the next one. */
  convexPort: number;
  dataDir: string;
  /** What the SPA connects to: a real deployment, or the embedded host on `convexPort`. */
  convexUrl: string;
  embedded: boolean;
  /** Errors and console lines of functions stay on the server, as on a production deployment of Convex. */
  production: boolean;
  /** Deployment environment for the functions: keys of providers and of sign-in, and ARENA_* limits. */
  functionEnv: Record<string, string>;
}

const FUNCTION_VARIABLES = /^((OPENROUTER|ARENA|AUTH_GITHUB|AUTH_GOOGLE)_[A-Z0-9_]+|AUTH_RESEND_KEY|AUTH_MAIL_FROM)$/;

function port(env: NodeJS.ProcessEnv, name: string, fallback: number, highest: number): number {
  const text = env[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= highest) return value;
  throw new HostError("BAD_SETTING", `${name} is "${text}": it must be a port from 1 to ${highest}.`);
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, highest: number): void {
  const text = env[name];
  if (!text || (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= highest)) return;
  throw new HostError("BAD_SETTING", `${name} is "${text}": it must be a whole number from 1 to ${highest}.`);
}

function oneOf(env: NodeJS.ProcessEnv, name: string, allowed: readonly string[]): void {
  const text = env[name];
  if (!text || allowed.includes(text)) return;
  throw new HostError("BAD_SETTING", `${name} is "${text}": it must be ${allowed.join(" or ")}.`);
}

/** Off unless it is set. */
function flag(env: NodeJS.ProcessEnv, name: string): boolean {
  const text = env[name];
  if (!text || text === "false") return false;
  if (text === "true") return true;
  throw new HostError("BAD_SETTING", `${name} is "${text}": it must be true or false.`);
}

function httpUrl(env: NodeJS.ProcessEnv, name: string): string | null {
  const text = env[name];
  if (!text) return null;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new HostError("BAD_SETTING", `${name} is "${text}": it must be an http or https URL.`);
}

/** @throws HostError BAD_SETTING with one line that names the variable. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const webPort = port(env, "PORT", 5173, 65_535);
  const convexPort = port(env, "CONVEX_PORT", 3210, 65_534);
  if (webPort === convexPort || webPort === convexPort + 1) {
    throw new HostError(
      "BAD_SETTING",
      `PORT is ${webPort}, which CONVEX_PORT ${convexPort} or the port after it uses.`,
    );
  }
  const deploymentUrl = httpUrl(env, "VITE_CONVEX_URL");
  if (env.CONVEX_DEPLOYMENT && !deploymentUrl) {
    throw new HostError(
      "BAD_SETTING",
      "CONVEX_DEPLOYMENT is set but VITE_CONVEX_URL is not: run `npx convex dev` once.",
    );
  }
  httpUrl(env, "OPENROUTER_BASE_URL");
  wholeNumber(env, "ARENA_MAX_LIVE_TURNS", 200);
  oneOf(env, "ARENA_HOSTING", ["anyone", "invited"]);
  const chosen = Object.entries(env).filter(([name, value]) => value && FUNCTION_VARIABLES.test(name));
  return {
    webPort,
    convexPort,
    dataDir: env.DATA_DIR || ".data",
    convexUrl: deploymentUrl ?? `http://127.0.0.1:${convexPort}`,
    embedded: deploymentUrl === null,
    production: flag(env, "REDACT_LOGS_TO_CLIENT"),
    // Whoever reads the log of a local host runs it.
    functionEnv: { ...(env.AUTH_RESEND_KEY ? {} : { ARENA_MAIL: "log" }), ...Object.fromEntries(chosen) },
  };
}
