import { expect, it } from "vitest";
import type { Role } from "#prisma/generated/enums.ts";
import { WhoActs, type DelegationInForce } from "./who-acts.ts";

const given = (memberId: string, standInId: string, kind: DelegationInForce["kind"] = "everything", subjectId: string | null = null, standInRole: Role | null = "control_owner"): DelegationInForce => ({
  id: `${memberId}>${standInId}`, memberId, memberName: memberId, standInId, standInName: standInId, standInRole, kind, subjectId, untilAt: new Date("2026-12-01T00:00:00Z"),
});
const request = { kind: "evidence_request", id: "r1", controlId: "c1" } as const;

it("one thing given by itself goes before its control, and that before everything", () => {
  const all = [given("ada", "all"), given("ada", "ctl", "control", "c1"), given("ada", "one", "evidence_request", "r1")];
  expect(new WhoActs(all).actingFor("ada", request)).toBe("one");
  expect(new WhoActs(all).actingFor("ada", { ...request, id: "r2" })).toBe("ctl");
  expect(new WhoActs(all).actingFor("ada", { kind: "evidence_request", id: "r3", controlId: "c2" })).toBe("all");
  expect(new WhoActs(all).actingFor("bo", request)).toBe("bo");
});

it("work is not passed on a second time: where the stand-in is away too, it is the owner's", () => {
  const both = new WhoActs([given("ada", "bo"), given("bo", "cy")]);
  expect(both.actingFor("ada", request)).toBe("ada");
  expect(both.actingFor("bo", request)).toBe("cy");
  expect(both.isAway("ada")).toBe(true);
});

it("a task given to somebody who is away falls to whoever stands in for everything", () => {
  const who = new WhoActs([given("ada", "bo", "evidence_request", "r1"), given("ada", "cy"), given("bo", "di")]);
  expect(who.actingFor("ada", request)).toBe("cy");
});

it("who left, or whose role does not allow it, stands in for nothing of the kind", () => {
  expect(new WhoActs([given("ada", "bo", "everything", null, null)]).actingFor("ada", request)).toBe("ada");
  const owner = new WhoActs([given("ada", "bo")]);
  expect(owner.actingFor("ada", { kind: "alert", id: "a1" })).toBe("ada");
  expect(owner.actingFor("ada", { kind: "evidence_review", id: "e1" })).toBe("ada");
  expect(owner.actingFor("ada", request)).toBe("bo");
});
