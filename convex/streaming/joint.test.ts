import { expect, it } from "vitest";
import { jointBetween } from "./joint";

it.each([
  ["nothing before", "", "Tea", ""],
  ["a sentence before", "I look it up.", "Tea", "\n\n"],
  ["a sentence that ends in a quotation before", "“I look it up.”", "Tea", "\n\n"],
  ["a colon before", "This is what I found:", "Tea", "\n\n"],
  ["half a sentence before", "As I found", "tea", " "],
  ["a space before", "As I found ", "tea", ""],
  ["a line break after", "I look it up.", "\nTea", ""],
  ["a space after", "As I found", " tea", ""],
])("with %s", (_, before, after, joint) => {
  expect(jointBetween(before, after)).toBe(joint);
});
