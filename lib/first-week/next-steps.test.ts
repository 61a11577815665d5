import { expect, test } from "vitest";
import { nextSteps, type ReadinessFacts } from "./next-steps.ts";

const ready: ReadinessFacts = {
  unansweredKinds: 0, aims: 1, controls: 40, requestChanges: 0, withoutOwner: 0, placeholders: [], withoutEngagement: [], gaps: [], awaitingReview: 0, unknown: [],
};
const keys = (facts: Partial<ReadinessFacts>): string[] => nextSteps({ ...ready, ...facts }).map(({ key }) => key);

test("nothing is proposed when nothing is missing", () => {
  expect(keys({})).toEqual([]);
});

test("what others rest on comes first, then people, then evidence", () => {
  const gap = { frameworkKey: "soc2-tsc-2017", name: "SOC 2", unmapped: 2, onlyContributed: 1 };
  const unknown = [{ requestId: "erq_1", code: "ACC.1.01", title: "Grants", requirements: 3 }];
  expect(keys({ unansweredKinds: 2, aims: 0, requestChanges: 1, withoutOwner: 5, awaitingReview: 1, gaps: [gap], unknown })).toEqual([
    "frameworks", "systems", "requests", "owners", "review", "gaps soc2-tsc-2017", "evidence erq_1",
  ]);
});

test("evidence that most requirements wait for comes first, and ten steps are the most", () => {
  const unknown = Array.from({ length: 30 }, (_, index) => ({ requestId: `erq_${index}`, code: `SYS.1.${index}`, title: "T", requirements: index }));
  expect(keys({ unknown })).toEqual(unknown.slice(-10).reverse().map(({ requestId }) => `evidence ${requestId}`));
});

test("gaps and engagements wait for the first control", () => {
  expect(keys({ controls: 0, gaps: [{ frameworkKey: "x", name: "X", unmapped: 9, onlyContributed: 0 }], withoutEngagement: [{ frameworkKey: "x", name: "X", firstDay: "2026-01-01", lastDay: "2026-06-30", timeZone: "UTC", type: "type_2" }] })).toEqual(["controls"]);
});

test("an owner who was invited and is expected is not invited again", () => {
  const owner = (invitation: string) => ({ id: invitation, name: "Ruth Adeyemi", invitation, controls: 2 });
  expect(keys({ placeholders: [owner("open")] })).toEqual([]);
  expect(nextSteps({ ...ready, placeholders: [owner("none"), owner("expired")] })[0]?.title).toBe("Invite Ruth Adeyemi and 1 other owner");
});
