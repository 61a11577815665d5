import { describe, expect, it } from "vitest";
import { requestEvents, type RequestVersion } from "./request-history.ts";

const day = (date: number): Date => new Date(Date.UTC(2026, 9, date));
const BEGUN = day(1);

function version(requestId: string, number: number, recorded: number, said: Partial<RequestVersion> = {}): RequestVersion {
  return { requestId, number, title: "Review notes", guidance: "Show the notes.", freshnessDays: 30, sourceKinds: ["note"], ownerName: null, asked: true, effectiveFrom: BEGUN, recordedAt: day(recorded), ...said };
}

describe("history of a control's evidence requests", () => {
  it("says nothing of the requests that the control began with, and tells of one that came later", () => {
    expect(requestEvents([version("a", 1, 1)], BEGUN)).toEqual([]);
    expect(requestEvents([version("a", 1, 1), version("b", 1, 5, { title: "Ticket" })], BEGUN)).toMatchObject([{ at: day(5), text: "Request “Ticket” asked for the first time", changes: [] }]);
  });

  it("gives each changed part in its words before and after", () => {
    const [event] = requestEvents([version("a", 1, 1), version("a", 2, 4, { guidance: "Show the signed notes.", freshnessDays: 7, effectiveFrom: day(3) })], BEGUN);
    expect(event).toEqual({
      at: day(4), effectiveFrom: day(3), text: "Request “Review notes” reworded",
      changes: [{ part: "What it asks", before: "Show the notes.", after: "Show the signed notes." }, { part: "Freshness", before: "every 30 days", after: "every 7 days" }],
    });
  });

  it("tells what was recorded together as one, and names the new owner", () => {
    const events = requestEvents(["a", "b"].flatMap((id) => [version(id, 1, 1), version(id, 2, 6, { ownerName: "Olga Owner" })]), BEGUN);
    expect(events).toMatchObject([{ at: day(6), text: "Evidence requests: 2 given to Olga Owner" }]);
    expect(events[0]!.changes).toEqual([{ part: "“Review notes”: owner", before: "nobody", after: "Olga Owner" }, { part: "“Review notes”: owner", before: "nobody", after: "Olga Owner" }]);
  });

  it("tells of the end of a request and of its return, and not of its place in the list", () => {
    const events = requestEvents([version("a", 1, 1), version("a", 2, 2), version("a", 3, 8, { asked: false }), version("a", 4, 9)], BEGUN);
    expect(events.map((one) => one.text)).toEqual(["Request “Review notes” asked no more", "Request “Review notes” asked again"]);
  });

  it("takes two changes of one instant as one", () => {
    const events = requestEvents([version("a", 1, 1), version("a", 2, 5, { title: "Notes" }), version("a", 3, 5, { title: "Notes", ownerName: "Olga Owner" })], BEGUN);
    expect(events).toMatchObject([{ text: "Request “Notes” reworded, given to Olga Owner", changes: [{ part: "Title", before: "Review notes", after: "Notes" }, { part: "Owner", before: "nobody", after: "Olga Owner" }] }]);
  });
});
