import { expect, test } from "vitest";
import { tokens } from "./tokenizer";

test("words are runs of letters and digits of any script, in lower case", () => {
  expect(tokens("Hello, World! it's x86-64_v2")).toEqual(["hello", "world", "it", "s", "x86", "64", "v2"]);
  expect(tokens("naïve Ünïcode 東京タワー Привет ½ Ⅷ")).toEqual(["naïve", "ünïcode", "東京タワー", "привет", "½", "ⅷ"]);
  expect(tokens("🙂 a🙂b 𝒳𝒴")).toEqual(["a", "b", "𝒳𝒴"]);
  expect(tokens(" \n..!")).toEqual([]);
});

test("letters are lowered one by one, wherever in the word they are", () => {
  expect(tokens("ΟΔΟΣ")).toEqual(["οδοσ"]);
});

test("words of 32 bytes and more are dropped", () => {
  expect(tokens(`${"a".repeat(31)} ${"b".repeat(32)} c`)).toEqual(["a".repeat(31), "c"]);
  expect(tokens(`${"é".repeat(15)} ${"é".repeat(16)}`)).toEqual(["é".repeat(15)]);
});
