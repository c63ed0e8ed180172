import { describe, expect, it } from "vitest";
import { commentatorModel, refereeModel, topicModel } from "./helperModels";

const fighter = (modelId: string | null) => ({ modelId, name: "N", persona: null, scripted: false });
const real = fighter("vendor/big");
const local = fighter("local");
const script = fighter("sparring/socrates");
const person = fighter(null);
const chosen = {
  ARENA_REFEREE_MODEL: "vendor/ref",
  ARENA_COMMENTATOR_MODEL: "vendor/com",
  ARENA_TOPIC_MODEL: "vendor/top",
};

describe("the referee's and the commentator's model", () => {
  it.each([
    [[script, script], {}],
    [[person, script], {}],
    [[script, fighter("sparring/jester+stall.5.100")], chosen],
    [[person, script], { ...chosen, OPENROUTER_BASE_URL: "http://x" }],
  ] as const)("is a script where no model fights: %j", ([a, b], env) => {
    expect(refereeModel([a, b], env)).toBe("sparring/judge");
    expect(commentatorModel([a, b], env)).toBe("sparring/commentator");
  });

  it.each([
    [real, real],
    [person, real],
    [script, real],
  ])("is the deployment's choice where a model fights", (a, b) => {
    expect(refereeModel([a, b], chosen)).toBe("vendor/ref");
    expect(commentatorModel([a, b], chosen)).toBe("vendor/com");
  });

  it("is an OpenRouter model by default, and a fighter's own on a server of one's own", () => {
    expect(refereeModel([script, local], {})).toMatch(/^\w+\/[\w.-]+$/);
    expect(refereeModel([script, local], { OPENROUTER_BASE_URL: "http://x" })).toBe("local");
    expect(commentatorModel([local, real], { OPENROUTER_BASE_URL: "http://x" })).toBe("local");
    expect(refereeModel([local, real], { OPENROUTER_BASE_URL: "", ARENA_REFEREE_MODEL: "" })).toMatch(/^\w+\//);
  });
});

it("topicModel is the deployment's choice, or an OpenRouter model", () => {
  expect(topicModel(chosen)).toBe("vendor/top");
  expect(topicModel({})).toMatch(/^\w+\/[\w.-]+$/);
});
