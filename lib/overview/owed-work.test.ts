import { expect, it } from "vitest";
import { byUrgency, isLate, waitingOn, type OwedItem } from "./owed-work.ts";

const now = new Date("2026-11-20T09:00:00Z");
const item = (code: string, dueAt: string | null, owner: string | null = "Ada"): OwedItem => ({
  kind: "evidence_request", id: code, placeId: code, controlId: null, standIn: null, title: code, code, status: "stale", owner, ownerId: owner, dueAt: dueAt === null ? null : new Date(dueAt),
});

it("the longest late stands first, then what has no date, then what is still to come", () => {
  const items = [item("d", "2026-11-25T00:00:00Z"), item("c", null), item("b", "2026-11-19T00:00:00Z"), item("a", "2026-11-01T00:00:00Z")];
  expect(byUrgency(items, now).map((one) => one.code)).toEqual(["a", "b", "c", "d"]);
});

it("what has no date is owed but not late, and the deadline itself is late", () => {
  expect(isLate(item("a", null), now)).toBe(false);
  expect(isLate(item("a", now.toISOString()), now)).toBe(true);
});

it("what nobody owns is counted, not dropped", () => {
  const waiting = waitingOn([item("a", "2026-11-01T00:00:00Z", null), item("b", null), item("c", "2026-11-25T00:00:00Z")], now);
  expect(waiting.map(({ owner, open, late }) => ({ owner, open, late }))).toEqual([
    { owner: "Nobody yet", open: 1, late: 1 },
    { owner: "Ada", open: 2, late: 0 },
  ]);
});
