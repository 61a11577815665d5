import { expect, test } from "vitest";
import { COUNT_BOUND, COUNT_LOOKS, countWords } from "./count-bound.ts";

test("what was not counted to its end is never told as if it were", () => {
  expect(countWords(COUNT_BOUND)).toBe("1,000");
  expect(countWords(COUNT_LOOKS)).toBe("1,000+");
});
