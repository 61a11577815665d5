import { describe, expect, it, vi } from "vitest";
import { periodCoverage } from "#lib/evidence/client.ts";
import { sampleAlerts, samplePacket } from "../packet.fixtures.ts";
import type { PacketContent } from "../packet-content.ts";
import { readZip } from "../read-zip.fixtures.ts";
import { sealPacket } from "../seal-packet.ts";
import { ReportFonts } from "./fonts.ts";
import { objectsOf, pageContents, paintsOf, xmpOf } from "./pdf-reader.fixtures.ts";
import { ReportPdf } from "./pdf-document.ts";
import { TEXT } from "./style.ts";
import { Typesetter } from "./typesetter.ts";

// The first report of a process parses the fonts; on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 30_000 });

async function reportOf(more: Partial<PacketContent> = {}): Promise<Buffer> {
  const { alerts } = samplePacket();
  const sealed = await sealPacket(samplePacket({ alerts: { ...alerts, rows: () => sampleAlerts(12) }, ...more }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of sealed.zip()) chunks.push(chunk);
  const report = (await readZip(Buffer.concat(chunks))).find((file) => file.path.endsWith("data/report.pdf"));
  if (!report) throw new Error("no report");
  return report.bytes;
}

const pdf = (): ReportPdf => new ReportPdf({ title: "t", author: "a", subject: "s", keywords: "k", software: "x", madeAt: new Date(0) });

describe("traps of the PDF library", () => {
  const HOSTILE = "A & B <c> \"d\" 'e' </rdf:li><evil>\u0000\u0007\ud800\u202E";

  it("1: escapes title, author, subject and keywords in XMP, and leaves them plain in the dictionary", async () => {
    const { control } = samplePacket();
    const report = await reportOf({ control: { ...control, title: HOSTILE }, organizationName: "A & B <c>", software: HOSTILE });
    const xmp = xmpOf(report);
    expect(xmp).not.toMatch(/<evil>|<c>|&(?!amp;|lt;|gt;|quot;|apos;)|[\u0000-\u0008\ud800]/u);
    expect(xmp.match(/A &amp; B &lt;c&gt;/gu)?.length).toBeGreaterThanOrEqual(4);
    expect(report.toString("latin1")).toContain("(A & B <c>)");
  });

  it("declares PDF/A-3a and PDF/UA-1 with its extension schema, 1.7, title shown, language, tags", async () => {
    const report = await reportOf();
    const xmp = xmpOf(report);
    for (const part of ["<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>", "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"]) expect(xmp).toContain(part);
    expect(report.subarray(0, 8).toString()).toBe("%PDF-1.7");
    const all = [...objectsOf(report).values()].join("\n");
    for (const part of ["/DisplayDocTitle true", "/Lang (en)", "/Marked true", "/S /GTS_PDFA1", "/Type /StructTreeRoot", "/PageMode /UseOutlines"]) expect(all).toContain(part);
    expect(all).not.toMatch(/\/JavaScript|\/OpenAction|\/Launch|\/URI|\/EmbeddedFile|\/AA /u);
  });

  it("5: shows what no font has as its code point, spells arrows, and prints no control character", () => {
    const fonts = new ReportFonts(pdf());
    expect(fonts.printable("a\tb\u0007c", "regular")).toBe("a b c");
    expect(fonts.printable("😀 日 \u202E x", "mono")).toBe("[U+1F600] [U+65E5] [U+202E] x");
    expect(fonts.printable("a \u2192 b \u2265 1", "regular")).toBe("a -> b >= 1");
    expect(fonts.printable("e\u0301 \ud800", "semibold")).toBe("é [U+FFFD]".replace("[U+FFFD]", fonts.printable("\uFFFD", "semibold")));
  });

  it("5: takes Greek, Cyrillic, Polish and Vietnamese from the fonts that have them", () => {
    const fonts = new ReportFonts(pdf());
    expect(fonts.runs(fonts.printable("Łódź Ελλάδα Київ ở", "regular"), "regular").map((run) => run.font))
      .toEqual(["regular latin-ext", "regular latin", "regular latin-ext", "regular latin", "regular greek", "regular latin", "regular cyrillic", "regular latin", "regular vietnamese"]);
  });

  it("6: embeds every font, and names none that it does not embed", async () => {
    const objects = [...objectsOf(await reportOf({ organizationName: "Łódź Київ" })).values()];
    const fonts = objects.filter((body) => /\/Type \/Font\n/u.test(body));
    expect(fonts.length).toBeGreaterThanOrEqual(6);
    expect(fonts.join("\n")).not.toMatch(/Helvetica|\/Type1/u);
    expect(objects.filter((body) => /\/Type \/FontDescriptor/u.test(body)).every((body) => /\/FontFile2 \d+ 0 R/u.test(body))).toBe(true);
  });

  it("10: leaves nothing that is painted without a tag or an artifact", async () => {
    const pages = pageContents(await reportOf());
    expect(pages.length).toBeGreaterThan(6);
    pages.forEach((content, page) => {
      const paints = paintsOf(content);
      expect(paints.length, `page ${page + 1}`).toBeGreaterThan(5);
      expect(paints.filter((one) => one.tags.length !== 1), `page ${page + 1}`).toEqual([]);
    });
  });

  it("11: nests no table in a table, gives every table heads with a scope, and every figure a text", async () => {
    const objects = objectsOf(await reportOf());
    const type = (body: string): string => /\/S \/(\w+)/u.exec(body)?.[1] ?? "";
    const elements = [...objects.values()].filter((body) => /\/S \/\w+\n/u.test(body) && /\/P \d+ 0 R/u.test(body) && /\/K \[/u.test(body));
    const parent = (body: string): string => objects.get(Number(/\/P (\d+) 0 R/u.exec(body)?.[1])) ?? "";
    const tables = elements.filter((body) => type(body) === "Table");
    expect(tables.length).toBeGreaterThan(6);
    expect(tables.every((body) => type(parent(body)) === "Sect")).toBe(true);
    expect(elements.filter((body) => type(body) === "TH").every((body) => /\/Scope \/(Column|Row)/u.test(body))).toBe(true);
    expect(elements.filter((body) => type(body) === "Figure").every((body) => /\/Alt \(/u.test(body))).toBe(true);
    expect(new Set(elements.map(type))).toEqual(new Set(["Document", "Sect", "H1", "H2", "H3", "P", "Table", "THead", "TR", "TH", "TD", "L", "LI", "Lbl", "LBody", "Figure"]));
  });

  it("never skips a level of heading", async () => {
    const text = (await reportOf()).toString("latin1");
    // Objects are written as they end; the order of reading is that of the marked content.
    const levels = pageContents(Buffer.from(text, "latin1")).flatMap((content) => [...content.matchAll(/^\/H(\d) <</gmu)].map((match) => Number(match[1])));
    expect(levels[0]).toBe(1);
    levels.slice(1).forEach((level, index) => expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1));
  });

  it("keeps shaped texts in a bounded memory: pdfkit's own cache stays empty", () => {
    const report = pdf();
    const set = new Typesetter(report);
    for (let n = 0; n < 500; n += 1) set.width(`word${n} and more`, TEXT.cell);
    const inner = report.doc as unknown as { _fontFamilies: Record<string, { layoutCache: Record<string, unknown> }> };
    const caches = Object.values(inner._fontFamilies).map((font) => Object.keys(font.layoutCache).length);
    expect(caches.length).toBeGreaterThan(0);
    expect(caches.every((size) => size === 0)).toBe(true);
  });
});

describe("the report", () => {
  it("has the same bytes each time, whatever other reports were drawn before", async () => {
    const first = await reportOf();
    await reportOf({ organizationName: "Łódź Київ", demo: false });
    expect((await reportOf()).equals(first)).toBe(true);
  });

  it("labels demo data on every page, and real data nowhere", async () => {
    const artifacts = (report: Buffer): string[] => pageContents(report).map((content) => content.slice(content.lastIndexOf("/Artifact <<")));
    const [demo, real] = [artifacts(await reportOf()), artifacts(await reportOf({ demo: false }))];
    const shows = (content: string): number => content.match(/TJ/gu)?.length ?? 0;
    demo.forEach((content, page) => expect(content.length, `page ${page + 1}`).toBeGreaterThan((real[page] ?? "").length));
    expect(demo.every((content) => shows(content) >= 5)).toBe(true);
    expect(xmpOf(await reportOf({ demo: false }))).not.toContain("demo");
  });

  it("survives emptiness: no request, no evidence, no row, no mapping", async () => {
    const { control, alerts, incidents } = samplePacket();
    const zero = { announced: 0, received: 0, secondCount: { method: "count", count: 0 } };
    const period = { from: new Date("2026-10-01"), to: new Date("2026-11-01"), timeZone: "UTC" };
    const report = await reportOf({
      requests: [], evidence: [], segments: [], omissions: [], control: { ...control, mappings: [], processOwners: [], owner: "", guidance: "", scope: "", designTest: [], operatingTest: [] },
      alerts: { rows: () => [], ipe: { ...alerts.ipe, ...zero } }, incidents: { rows: () => [], ipe: { ...incidents.ipe, ...zero } },
      coverage: periodCoverage(period, [], new Date("2026-12-01")), ledger: { pendingEntryIds: [], checkpoint: null }, purpose: null,
    });
    expect(pageContents(report).length).toBeGreaterThan(4);
  });

  it("survives plenty: hundreds of everything, and texts longer than a page", async () => {
    const sample = samplePacket();
    const [evidence] = sample.evidence;
    const [request] = sample.requests;
    if (!evidence || !request) throw new Error("the sample has both");
    const many = Array.from({ length: 120 }, (_, n) => ({ ...evidence, id: `EV-${n}`, title: `Title ${n} ${"long ".repeat(n)}` }));
    const requests = Array.from({ length: 60 }, (_, n) => ({ ...request, id: `r${n}`, number: n, title: `Request ${n}`, evidenceIds: [`EV-${n}`], asksFor: "x".repeat(n * 40) }));
    const period = { from: new Date("2026-01-01"), to: new Date("2027-01-01"), timeZone: "UTC" };
    const lanes = requests.map((one) => ({ key: one.id, label: one.title, proven: [{ from: period.from, to: new Date("2026-06-01") }], holes: [] }));
    const report = await reportOf({
      evidence: many, requests, omissions: [], segments: [], control: { ...sample.control, statement: "word ".repeat(3_000), guidance: "a".repeat(9_000) },
      coverage: periodCoverage(period, lanes, new Date("2026-08-01")),
    });
    const pages = pageContents(report);
    expect(pages.length).toBeGreaterThan(20);
    pages.forEach((content) => expect(paintsOf(content).filter((one) => one.tags.length !== 1)).toEqual([]));
  });
});
