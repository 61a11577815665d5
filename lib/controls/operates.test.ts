import { describe, expect, it } from "vitest";
import { CONTROL_FREQUENCIES } from "./control.ts";
import { frequencyAndTrigger, operatesText } from "./operates.ts";

describe("when a control operates, in words", () => {
  it("reads back what it wrote, for every frequency, with a trigger and without", () => {
    for (const frequency of CONTROL_FREQUENCIES) {
      for (const trigger of [null, "Every release", "Daily. Trigger: nothing"]) expect(frequencyAndTrigger(operatesText({ frequency, trigger }))).toEqual({ frequency, trigger });
    }
  });

  it("takes other words for a trigger of no certain frequency", () => {
    for (const trigger of ["Every release", "Dailyish", "Quarterly, more or less", "Not stated"]) expect(frequencyAndTrigger(trigger)).toEqual({ frequency: null, trigger });
  });
});
