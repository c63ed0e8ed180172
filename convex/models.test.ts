import { afterEach, expect, it, vi } from "vitest";
import { api } from "./_generated/api";
import { newArena } from "./testSetup.test-support";

afterEach(() => vi.unstubAllEnvs());

it("offers the scripted fighters, and only them, until a provider is configured", async () => {
  const models = await newArena().query(api.models.list, {});
  expect(models.map((model) => model.name)).toEqual([
    "Socrates",
    "Firebrand",
    "Professor",
    "Jester",
    "Reasoner",
    "Researcher",
    "Glassjaw",
  ]);
  expect(models.every((model) => model.scripted && model.available)).toBe(true);
});

it("offers real models beside them once there is a key", async () => {
  vi.stubEnv("OPENROUTER_API_KEY", "a key");
  const models = await newArena().query(api.models.list, {});
  const real = models.filter((model) => !model.scripted);
  expect(real.length).toBeGreaterThan(3);
  expect(real.every((model) => model.available && /^[\w-]+\/[\w.-]+$/.test(model.modelId))).toBe(true);
});
