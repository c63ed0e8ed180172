import { expect, it } from "vitest";
import { readListing } from "./modelListing";

const row = {
  id: "vendor/model",
  canonical_slug: "vendor/model-20260101",
  name: "Vendor: Model",
  created: 1_767_225_600,
  description: "A model. It talks.",
  pricing: { prompt: "0.0000015", completion: "0.000006", image: "0" },
  context_length: 200_000,
  architecture: { input_modalities: ["text", "image"], output_modalities: ["text"] },
  supported_parameters: ["max_tokens", "tools"],
  expiration_date: "2026-11-08",
};

const model = {
  modelId: "vendor/model",
  name: "Vendor: Model",
  description: "A model. It talks.",
  contextLength: 200_000,
  promptPrice: 0.000_001_5,
  completionPrice: 0.000_006,
  inputModalities: ["text", "image"],
  supportedParameters: ["max_tokens", "tools"],
  expiresAt: Date.UTC(2026, 10, 8),
};

const read = (...data: unknown[]) => readListing({ data })?.models;
const readOne = (over: Record<string, unknown>) => read({ ...row, ...over })?.[0];

it("reads a row of OpenRouter", () => {
  expect(readListing({ data: [row], links: { next: "/api/v1/models?offset=500" } })).toEqual({
    models: [model],
    next: "/api/v1/models?offset=500",
  });
});

it("reads what little Ollama and vLLM tell", () => {
  const unknown = {
    description: "",
    promptPrice: null,
    completionPrice: null,
    inputModalities: [],
    supportedParameters: [],
    expiresAt: null,
  };
  expect(read({ id: "llama3.2:3b", object: "model" }, { id: "org/model", max_model_len: 4_096 })).toEqual([
    { ...unknown, modelId: "llama3.2:3b", name: "llama3.2:3b", contextLength: 0 },
    { ...unknown, modelId: "org/model", name: "org/model", contextLength: 4_096 },
  ]);
});

it.each([null, undefined, "text", 7, [], {}, { data: {} }, { data: null }, { error: { code: 500 } }])(
  "takes %j for no listing",
  (body) => {
    expect(readListing(body)).toBeNull();
  },
);

it.each([
  null,
  "vendor/model",
  [],
  {},
  { id: 7 },
  { id: "" },
  { id: "two words" },
  { id: "vendor/mödel" },
  { id: `vendor/${"x".repeat(100)}` },
  { id: "sparring/socrates" },
  { id: "vendor/painter", architecture: { output_modalities: ["image"] } },
])("leaves out a row such as %j", (bad) => {
  expect(read(bad, row)).toEqual([model]);
});

it("keeps the first of several rows with one id", () => {
  expect(read(row, { ...row, name: "Impostor" })).toEqual([model]);
});

it.each([
  ["0", 0],
  [".5", 0.5],
  ["1e-7", 1e-7],
  [0.000_001, 0.000_001],
  ["-1", null],
  [-1, null],
  ["", null],
  ["  ", null],
  ["free", null],
  ["0x10", null],
  ["Infinity", null],
  ["1e999", null],
  ["2", null],
  [NaN, null],
  [null, null],
  [["0"], null],
])("takes a price of %j for %j", (told, price) => {
  expect(readOne({ pricing: { prompt: told, completion: told } })).toMatchObject({
    promptPrice: price,
    completionPrice: price,
  });
  expect(readOne({ pricing: told })).toMatchObject({ promptPrice: null });
});

it.each([
  ["a\u0000b\u001b[31m", "a b [31m"],
  ["two\r\nlines\u2028more", "two lines more"],
  ["\u202Eevil\u2066\u200B", "evil"],
  ["\ud800broken\udc00", "\ufffdbroken\ufffd"],
  ["  padded ", "padded"],
  ["x".repeat(200_000), `${"x".repeat(99)}…`],
  [`${"x".repeat(98)}😀tail`, `${"x".repeat(98)}…`],
  ["<script>", "<script>"],
  ["\u0000", "vendor/model"],
  [{}, "vendor/model"],
])("makes one bounded line of plain text of the name %j", (told, name) => {
  expect(readOne({ name: told })?.name).toBe(name);
});

it("bounds every list and text", () => {
  const long = "long ".repeat(100_000);
  const listing = readListing({ data: Array.from({ length: 3_000 }, (_, n) => ({ ...row, id: `vendor/${n}` })) });
  expect(listing?.models).toHaveLength(2_000);
  const large = readOne({
    description: long,
    supported_parameters: Array.from({ length: 5_000 }, () => long),
    architecture: { input_modalities: [long, 7, null, "text"] },
  });
  expect(large?.description).toHaveLength(500);
  expect(large?.supportedParameters).toHaveLength(50);
  expect(large?.inputModalities).toEqual([`${long.slice(0, 49)}…`, "text"]);
});

it.each([
  ["2026-11-08T12:00:00Z", Date.UTC(2026, 10, 8, 12)],
  [null, null],
  ["soon", null],
  ["2026-99-99", null],
  [1_767_225_600, null],
])("takes an expiration date of %j for %j", (told, time) => {
  expect(readOne({ expiration_date: told })?.expiresAt).toBe(time);
});

it.each([-1, 0, NaN, Infinity, 1e12, "8192", null])("takes a context length of %j for unknown", (told) => {
  expect(readOne({ context_length: told })?.contextLength).toBe(0);
});
