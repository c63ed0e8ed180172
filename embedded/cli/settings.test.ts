import { expect, test } from "vitest";
import { readSettings } from "./settings";

test("defaults need no environment at all", () => {
  expect(readSettings({})).toEqual({
    webPort: 5173,
    convexPort: 3210,
    dataDir: ".data",
    convexUrl: "http://127.0.0.1:3210",
    embedded: true,
    production: false,
    functionEnv: { ARENA_MAIL: "log" },
  });
});

test("only provider, sign-in and arena variables reach the functions", () => {
  const env = {
    OPENROUTER_API_KEY: "k",
    ARENA_MAX_LIVE_TURNS: "2",
    AUTH_GITHUB_ID: "g",
    AUTH_RESEND_KEY: "r",
    AUTH_LOG_SECRETS: "true",
    PATH: "/bin",
    AWS_SECRET: "s",
    OPENROUTER_BASE_URL: "",
  };
  expect(readSettings(env).functionEnv).toEqual({
    OPENROUTER_API_KEY: "k",
    ARENA_MAX_LIVE_TURNS: "2",
    AUTH_GITHUB_ID: "g",
    AUTH_RESEND_KEY: "r",
  });
});

test.each([
  [{ PORT: "abc" }, "PORT"],
  [{ PORT: "0" }, "PORT"],
  [{ PORT: "70000" }, "PORT"],
  [{ PORT: "12.5" }, "PORT"],
  [{ CONVEX_PORT: "65535" }, "CONVEX_PORT"],
  [{ PORT: "3211" }, "PORT"],
  [{ ARENA_MAX_LIVE_TURNS: "many" }, "ARENA_MAX_LIVE_TURNS"],
  [{ ARENA_HOSTING: "nobody" }, "ARENA_HOSTING"],
  [{ OPENROUTER_BASE_URL: "ollama" }, "OPENROUTER_BASE_URL"],
  [{ OPENROUTER_BASE_URL: "file:///etc/passwd" }, "OPENROUTER_BASE_URL"],
  [{ REDACT_LOGS_TO_CLIENT: "yes" }, "REDACT_LOGS_TO_CLIENT"],
  [{ VITE_CONVEX_URL: "happy-otter-123" }, "VITE_CONVEX_URL"],
  [{ CONVEX_DEPLOYMENT: "dev:happy-otter-123" }, "VITE_CONVEX_URL"],
])("%o is refused with a line that names %s", (env, name) => {
  expect(() => readSettings(env)).toThrow(
    expect.objectContaining({ code: "BAD_SETTING", message: expect.stringContaining(name) }),
  );
});

test("a real deployment is used when its URL is set", () => {
  const convexUrl = "https://x.convex.cloud";
  expect(readSettings({ VITE_CONVEX_URL: convexUrl })).toMatchObject({ convexUrl, embedded: false });
});

test("the host is in production when errors are to be hidden from clients, under self-hosted Convex's name", () => {
  expect(readSettings({ REDACT_LOGS_TO_CLIENT: "true" }).production).toBe(true);
  expect(readSettings({ REDACT_LOGS_TO_CLIENT: "false" }).production).toBe(false);
});
