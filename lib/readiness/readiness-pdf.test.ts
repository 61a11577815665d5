import { expect, test, vi } from "vitest";
import { objectsOf, pageContents, paintsOf, xmpOf } from "#lib/packets/report/pdf-reader.fixtures.ts";
import type { ReadinessPage, ReadinessRow } from "./index.ts";
import { readinessPdf } from "./readiness-pdf.ts";

// The first report of a process parses the fonts; on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 30_000 });

const row = (code: string, more: Partial<ReadinessRow> = {}): ReadinessRow => ({
  code, title: `Item ${code} — 日 & <b>`, group: "Access", status: "met", gap: null, controls: ["ACC.1.01"], requests: 2, proven: 2, provenDays: 40, endedDays: 54, provenBy: [12, 9], damaged: [], notKnown: { count: 0, named: [] }, ...more,
});

const day = (date: string, when: "past" | "today" | "ahead", proven: number, lapsed: number, unknown: number) => ({ day: date, when, proven, lapsed, unknown, total: proven + lapsed + unknown });

function pageOf(more: Partial<ReadinessPage> = {}): ReadinessPage {
  const rows = [row("A.1"), row("A.2", { status: "stale", proven: 0, damaged: [{ number: 7, found: "missing" }] }), row("B.1", { group: "Logging", gap: "unmapped", requests: 0, controls: [], provenBy: [] }), row("B.2", { group: "Logging", status: "not_yet_known", notKnown: { count: 7, named: ["SYS.2.07 Review"] } })];
  return {
    framework: { key: "iso27001-2022", name: "ISO 27001", edition: "2022", itemLabel: "control", itemLabelMany: "controls" },
    period: { firstDay: "2026-10-01", lastDay: "2026-12-31", timeZone: "Europe/Berlin" }, engagement: null, counts: { total: 4, proven: 1 },
    together: { provenDays: 120, endedDays: 162, standing: { share: 74.07 } }, requests: { total: 6, proven: 4, unknown: 1 }, today: "2026-11-23",
    burnDown: [day("2026-10-01", "past", 1, 0, 5), day("2026-11-23", "today", 4, 1, 1), day("2026-12-31", "ahead", 2, 3, 1)], rows, ...more,
  } as unknown as ReadinessPage;
}
const FACTS = { organization: "Łódź & Sons", at: new Date("2026-11-23T08:00:00Z") };

test("the same page gives the same bytes, and another instant others", async () => {
  const [one, two] = [await readinessPdf(pageOf(), FACTS), await readinessPdf(pageOf(), FACTS)];
  expect(one.equals(two)).toBe(true);
  expect(one.equals(await readinessPdf(pageOf(), { ...FACTS, at: new Date("2026-11-23T08:00:01Z") }))).toBe(false);
});

test("the report is a tagged PDF/A-3a, its chart has a text, and nothing is painted that is neither tagged nor an artifact", async () => {
  const pdf = await readinessPdf(pageOf(), FACTS);
  expect(xmpOf(pdf)).toContain("<pdfaid:part>3</pdfaid:part>");
  const all = [...objectsOf(pdf).values()].join("\n");
  for (const part of ["/Lang (en)", "/Marked true", "/S /Figure", "/S /Table", "/S /H1", "/S /H2", "/S /H3", "/Alt (Requests proven, no longer proven and not yet known, by day. Today 4 of 6 requests are proven"]) expect(all).toContain(part);
  expect(all).not.toMatch(/\/JavaScript|\/OpenAction|\/Launch|\/URI|\/EmbeddedFile|\/AA |\/Sig\b/u);
  for (const content of pageContents(pdf)) expect(paintsOf(content).filter((one) => one.tags.length !== 1)).toEqual([]);
});

test("every item has its row on as many pages as it takes; where nothing is asked no chart is drawn, and that is said", async () => {
  const many = await readinessPdf(pageOf({ rows: Array.from({ length: 300 }, (_, index) => row(`A.${index}`)) }), FACTS);
  expect([...objectsOf(many).values()].filter((body) => /\/S \/TR\b/u.test(body))).toHaveLength(301);
  expect(pageContents(many).length).toBeGreaterThan(8);
  const none = await readinessPdf(pageOf({ burnDown: [], rows: [] }), FACTS);
  expect([...objectsOf(none).values()].join("\n")).not.toContain("/S /Figure");
});
