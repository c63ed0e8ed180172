import { expect, test } from "vitest";
import { tokens } from "./tokenizer";

const words = (text: string) => [...tokens(text)];

test("words are runs of letters and digits of any script, in lower case", () => {
  expect(words("Hello, World! it's x86-64_v2")).toEqual(["hello", "world", "it", "s", "x86", "64", "v2"]);
  expect(words("naïve Ünïcode 東京タワー Привет ½ Ⅷ")).toEqual(["naïve", "ünïcode", "東京タワー", "привет", "½", "ⅷ"]);
  expect(words("🙂 a🙂b 𝒳𝒴")).toEqual(["a", "b", "𝒳𝒴"]);
  expect(words(" \n..!")).toEqual([]);
});

test("letters are lowered one by one, wherever in the word they are", () => {
  expect(words("ΟΔΟΣ")).toEqual(["οδοσ"]);
});

test("words of 32 bytes and more are dropped", () => {
  expect(words(`${"a".repeat(31)} ${"b".repeat(32)} c`)).toEqual(["a".repeat(31), "c"]);
  expect(words(`${"é".repeat(15)} ${"é".repeat(16)}`)).toEqual(["é".repeat(15)]);
});
