import { expect, test } from "vitest";
import { roleRulesOf } from "./role-rules.ts";

test("lines are read in the order they stand in, whatever was removed between them; empty ones are none", () => {
  const form = new FormData();
  for (const line of ["7", "2", "9"]) form.append("line", line);
  form.append("rule-value-2", " soc ");
  form.append("rule-role-2", "security_analyst");
  form.append("rule-value-7", "grc");
  form.append("rule-role-7", "compliance_manager");
  form.append("rule-team-7", "tea_1");
  form.append("rule-team-7", "tea_2");
  form.append("rule-value-9", "  ");
  expect(roleRulesOf(form)).toEqual([
    { value: "grc", role: "compliance_manager", teamIds: ["tea_1", "tea_2"] },
    { value: "soc", role: "security_analyst", teamIds: [] },
  ]);
});
