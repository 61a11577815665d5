import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compileRules, runRuleTests } from "./index.ts";

const content = join(import.meta.dirname, "..", "..", "controls");
const files = readdirSync(join(content, "rules")).filter((name) => name.endsWith(".yaml")).sort();
const sources = files.map((name) => ({ path: name, text: readFileSync(join(content, "rules", name), "utf8") }));
const { ruleSet, problems } = compileRules(sources);

describe("the rules of the product", () => {
  test("all compile without a problem", () => {
    expect(problems).toEqual([]);
    expect(ruleSet.rules.filter(({ raisesHits }) => raisesHits).length).toBeGreaterThanOrEqual(80);
  });

  test("each row of the audit logging matrix has one that raises hits by itself", () => {
    const matrix = parse(readFileSync(join(content, "log-matrix.yaml"), "utf8")) as { rows: { id: string }[] };
    const served = new Set(ruleSet.rules.filter(({ raisesHits }) => raisesHits).flatMap((rule) => rule.matrix));
    expect(matrix.rows.map(({ id }) => id).filter((id) => !served.has(id))).toEqual([]);
  });

  test("each names what in ATT&CK it answers, and one that raises hits alone says what else it may be, unless nothing else is", () => {
    for (const rule of ruleSet.rules) expect([...rule.attack.techniques, ...rule.attack.tactics], rule.title).not.toEqual([]);
    const ids = ruleSet.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("each serves a control, and rows of the audit logging matrix that exist", () => {
    const matrix = parse(readFileSync(join(content, "log-matrix.yaml"), "utf8")) as { rows: { id: string }[] };
    const rows = new Set(matrix.rows.map(({ id }) => id));
    for (const rule of ruleSet.rules) {
      expect(rule.controls, rule.title).not.toEqual([]);
      expect(rule.matrix.filter((row) => !rows.has(row)), rule.title).toEqual([]);
      expect(rule.matrix, rule.title).not.toEqual([]);
      expect(rule.description, rule.title).not.toBeNull();
    }
  });

  test("ids are UUIDs, so that hits keep their rule when a file is renamed", () => {
    for (const { id } of ruleSet.rules) expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test.each(runRuleTests(ruleSet).map((result) => [`${ruleSet.rules.find(({ id }) => id === result.ruleId)?.title}: ${result.expectation}: ${result.name}`, result] as const))("%s", (_, result) => {
    expect(result.passed, result.message).toBe(true);
  });
});
