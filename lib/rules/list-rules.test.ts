import { expect, test } from "vitest";
import { pageOfRules, type RuleRow } from "./list-rules.ts";

const row = (at: number, severity: RuleRow["severity"] = "medium", raisesAlerts = true): RuleRow => ({
  ruleKey: `key-${String(at).padStart(4, "0")}`, title: `Rule ${at % 7}`, severity, raisesAlerts, controlCodes: [], tags: [], state: "in_force", origin: "imported", tuned: false, author: null, license: null, matrix: [], alerts: 0, lastRaisedAt: null,
});

test("pages hold every rule once, in order, whatever goes away between them", () => {
  const all = [...Array.from({ length: 250 }, (_, at) => row(at)), row(900, "low", false)].sort((a, b) => Number(b.raisesAlerts) - Number(a.raisesAlerts) || a.title.localeCompare(b.title, "en") || (a.ruleKey < b.ruleKey ? -1 : 1));
  const seen: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    // The rule that a cursor names is gone when the next page is read.
    const page = pageOfRules(pages === 1 ? all.filter(({ ruleKey }) => ruleKey !== seen.at(-1)) : all, { cursor });
    seen.push(...page.rows.map(({ ruleKey }) => ruleKey));
    cursor = page.nextCursor ?? undefined;
    pages += 1;
  } while (cursor !== undefined);
  expect(pages).toBe(3);
  expect(seen).toEqual(all.map(({ ruleKey }) => ruleKey));
  expect(() => pageOfRules(all, { cursor: "nonsense" })).toThrow(/not valid/);
});
