import { expect, it } from "vitest";
import { durationWords } from "./duration.ts";

it.each([
  [0, "0 s"],
  [5_000, "5 s"],
  [203_000, "3 m 23 s"],
  [3_600_000, "1 h"],
  [48_420_000, "13 h 27 m"],
  [323_516_000, "3 d 17 h"],
  [-61_000, "−1 m 1 s"],
])("%i ms reads %s", (milliseconds, words) => {
  expect(durationWords(milliseconds)).toBe(words);
});
