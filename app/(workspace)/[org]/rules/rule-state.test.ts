import { expect, test } from "vitest";
import { firedText, tagText, techniquesOf } from "./rule-state.tsx";

test("tags are written as ATT&CK writes them; others stay as they are", () => {
  expect(["attack.t1110.001", "attack.credential-access", "attack.g0016", "cve.2021-44228"].map(tagText)).toEqual(["T1110.001", "Credential access", "G0016", "cve.2021-44228"]);
  expect(techniquesOf(["attack.credential-access", "attack.t1078"])).toEqual(["T1078"]);
});

test("a rule that was never run has fired no known number of times", () => {
  expect(firedText({ alerts: 0, raisesAlerts: true, state: "not_run_yet" })).toBe("–");
  expect(firedText({ alerts: 0, raisesAlerts: true, state: "in_force" })).toBe("0");
  expect(firedText({ alerts: 10_000, raisesAlerts: true, state: "in_force" })).toBe("10,000 or more");
  expect(firedText({ alerts: 0, raisesAlerts: false, state: "in_force" })).toBe("serves others");
});
