import { expect, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { populationRecord, readPopulationRecord } from "./population-record.ts";

test("an empty population's record is text that its hash is of, and reads back as what was asked, counted and read", () => {
  const segment = {
    id: "seg_1", sourceName: "bastion-01", sha256: sha256Hex("a"), lines: 12n, parsedLines: 11n, ruleSet: sha256Hex("rules"),
    firstEventAt: new Date("2026-11-20T00:00:02Z"), lastEventAt: new Date("2026-11-20T22:59:00Z"), sourceId: "src_1", receivedAt: new Date("2026-11-21T00:00:00Z"), complete: true,
  };
  const { record, sha256 } = populationRecord({
    request: { controlId: "ctl_1", controlCode: "SYS.2.07", subject: "alerts", requestIds: [] },
    day: { date: "2026-11-20", from: new Date("2026-11-19T23:00:00Z"), to: new Date("2026-11-20T23:00:00Z") },
    timeZone: "Europe/Berlin", segments: [segment], at: new Date("2026-11-21T00:20:00Z"),
  });
  expect(sha256).toBe(sha256Hex(record));
  expect(readPopulationRecord(record)).toEqual({
    query: expect.stringContaining("alerts of rules that serve the control") as string, count: 0,
    segments: [{ id: "seg_1", source: "bastion-01", sha256: sha256Hex("a"), lines: 12, parsed_lines: 11 }],
  });
});
