import type { FaultRequest } from "./faultRequest";
import { deltasOf, pieces, type Plan } from "./plan";
import { seeded } from "./prng";
import { KEEPALIVE, type Frame, type Script } from "./script";
import { choice, errorResponse, event, json } from "./wire";

type PlanFault = (plan: Plan) => Plan;
type ScriptFault = (script: Script, plan: Plan, request: FaultRequest) => Script;

/** All of them leave a partial text. */
const GLASSJAW_FAULTS = ["error", "errorfinish", "eof", "malformed", "reset", "cut"];
const MEBIBYTE = 1024 * 1024;
const UPSTREAM_ERROR = { code: 502, message: "Upstream failed", metadata: { error_type: "provider_unavailable" } };
const HTML = "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>";

/** Faults that answer at once, without a stream: `html`, `error200`, or a status from 400 to 599. */
export function faultResponse({ fault, ms }: FaultRequest): Response | null {
  if (fault === "html") return new Response(HTML, { status: 502, headers: { "content-type": "text/html" } });
  if (fault === "error200") return json({ error: UPSTREAM_ERROR });
  const status = /^[45]\d\d$/.test(fault ?? "") ? Number(fault) : null;
  if (status === null) return null;
  const wait = status === 429 && ms > 0 ? { "retry-after": String(Math.ceil(ms / 1000)) } : undefined;
  return errorResponse(status, `Scripted fault ${status}`, wait);
}

/** Changes what is said. */
export function applyToPlan(plan: Plan, { fault }: FaultRequest): Plan {
  return PLAN_FAULTS[fault ?? ""]?.(plan) ?? plan;
}

/** Changes when and how it is sent. */
export function applyToScript(script: Script, plan: Plan, request: FaultRequest): Script {
  return SCRIPT_FAULTS[request.fault ?? ""]?.(script, plan, request) ?? script;
}

export function isFault(name: string): boolean {
  const known = Object.hasOwn(PLAN_FAULTS, name) || Object.hasOwn(SCRIPT_FAULTS, name);
  return known || name === "html" || name === "error200" || /^[45]\d\d$/.test(name);
}

/** How glassjaw falls over this time. */
export function glassjawFault(fingerprint: string): Pick<FaultRequest, "fault" | "after"> {
  const random = seeded(`glassjaw ${fingerprint}`);
  const fault = GLASSJAW_FAULTS[Math.floor(random() * GLASSJAW_FAULTS.length)]!;
  return { fault, after: 10 + Math.floor(random() * 30) };
}

const PLAN_FAULTS: Readonly<Record<string, PlanFault>> = {
  empty: (plan) => ({ ...plan, tokens: [], reasoning: [] }),
  length: (plan) => ({ ...plan, finishReason: "length" }),
  filter: (plan) => ({ ...plan, finishReason: "content_filter" }),
  refusal: (plan) => ({ ...plan, refuses: true, tokens: pieces("I would rather not argue this motion.") }),
  reasoning: (plan) => ({
    ...plan,
    reasoning: [...plan.reasoning, ...plan.tokens],
    tokens: [],
    finishReason: "length",
  }),
  huge: (plan) => ({ ...plan, tokens: ["x".repeat(MEBIBYTE)] }),
  surrogate: (plan) => ({ ...plan, tokens: ["\ud83e", "\udd4a", ...plan.tokens] }),
  lone: (plan) => ({ ...plan, tokens: ["\ud83e", ...plan.tokens] }),
  badargs: (plan) => ({ ...plan, tools: plan.tools.map((call) => ({ ...call, argumentPieces: ['{"query":'] })) }),
  parallel: (plan) => ({ ...plan, tools: plan.tools.flatMap((call) => [call, { ...call, id: `${call.id}b` }]) }),
};

const SCRIPT_FAULTS: Readonly<Record<string, ScriptFault>> = {
  stall: (script, _plan, request) => delayed(script, request, []),
  keepalive: (script, _plan, request) => delayed(script, request, keepalives(script, request)),
  reset: (script, _plan, request) => ({ ...script, frames: until(script, request), end: "reset" }),
  abrupt: (script, _plan, request) => ({ ...script, frames: until(script, request), end: "abrupt" }),
  eof: (script, _plan, request) => ({ ...script, frames: until(script, request) }),
  cut: (script, plan, request) => broken(script, request, deltasOf(plan)[request.after]?.slice(0, 40) ?? "data: {"),
  malformed: (script, _plan, request) => broken(script, request, 'data: {"choices":[{"delta":\n\n'),
  error: (script, plan, request) =>
    broken(script, request, event(plan.head, [choice({ content: "" }, "error")], { error: UPSTREAM_ERROR })),
  errorempty: (script, plan, request) => broken(script, request, event(plan.head, [], { error: UPSTREAM_ERROR })),
  errorfinish: (script, plan, request) => broken(script, request, event(plan.head, [choice({ content: "" }, "error")])),
  errorchoice: (script, plan, request) =>
    broken(script, request, event(plan.head, [{ ...choice({ content: "" }), error: UPSTREAM_ERROR }])),
  nodone: (script) => without(script, "done"),
  nousage: (script) => without(script, "usage"),
  dupusage: (script, plan) => {
    const usage = { ...plan.usage, completion_tokens: plan.usage.completion_tokens + 1 };
    return twice(script, "usage", event(plan.head, [], { usage }));
  },
  dupfinish: (script, plan) => twice(script, "finish", event(plan.head, [choice({ content: "" }, "length")])),
  hold: (script) => ({ ...script, end: "hold" }),
  hang: (script) => ({ ...without(script, "done"), end: "hold" }),
  bytes: (script) => ({ ...script, byteByByte: true }),
  crlf: (script) => ({ ...script, crlf: true }),
};

/** Where in the frames `after` deltas have been sent. */
function position(script: Script, { after }: FaultRequest): number {
  let deltas = 0;
  const at = script.frames.findIndex(
    (frame) => (frame.kind === "delta" ? deltas++ : deltas) === after && frame.kind !== "comment",
  );
  return at === -1 ? script.frames.length : at;
}

function until(script: Script, request: FaultRequest): Frame[] {
  return script.frames.slice(0, position(script, request));
}

function broken(script: Script, request: FaultRequest, text: string): Script {
  const frames = until(script, request);
  return { ...script, frames: [...frames, { kind: "broken", atMs: frames.at(-1)?.atMs ?? 0, text }] };
}

function delayed(script: Script, request: FaultRequest, meanwhile: Frame[]): Script {
  const before = until(script, request);
  const after = script.frames.slice(before.length).map((frame) => later(frame, request.ms));
  return { ...script, frames: [...before, ...meanwhile, ...after] };
}

function later(frame: Frame, ms: number): Frame {
  return { ...frame, atMs: frame.atMs + ms };
}

/** Comments all through the delay, at most a second apart and at least four. */
function keepalives(script: Script, request: FaultRequest): Frame[] {
  const startMs = until(script, request).at(-1)?.atMs ?? 0;
  const gapMs = Math.min(1_000, Math.max(1, request.ms / 5));
  const count = Math.floor(request.ms / gapMs);
  return Array.from({ length: count }, (_, at) => ({
    kind: "comment",
    atMs: startMs + (at + 1) * gapMs,
    text: KEEPALIVE,
  }));
}

function without(script: Script, kind: Frame["kind"]): Script {
  return { ...script, frames: script.frames.filter((frame) => frame.kind !== kind) };
}

function twice(script: Script, kind: Frame["kind"], text: string): Script {
  return {
    ...script,
    frames: script.frames.flatMap((frame) => (frame.kind === kind ? [frame, { ...frame, text }] : [frame])),
  };
}
