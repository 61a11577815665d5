import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { bytesSource, samplePacket } from "./packet.fixtures.ts";
import type { PacketContent } from "./packet-content.ts";
import { sealPacket, type SealedPacket } from "./seal-packet.ts";
import { readZip } from "./read-zip.fixtures.ts";
import { verifyStoredPacket } from "./verify-packet.ts";
import { writePacketFile } from "./write-packet-file.ts";

// The first report of a process parses the fonts; on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

async function bytesOf(packet: SealedPacket): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of packet.zip()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function filesOf(more: Partial<PacketContent> = {}): Promise<{ sealed: SealedPacket; files: Map<string, string> }> {
  const sealed = await sealPacket(samplePacket(more));
  const entries = await readZip(await bytesOf(sealed));
  return { sealed, files: new Map(entries.map((one) => [one.path.replace(/^[^/]+\//u, ""), one.bytes.toString("utf8")])) };
}

const firstRequest = samplePacket().requests[0];
if (!firstRequest) throw new Error("the sample has requests");

describe("a packet", () => {
  it("has the same bytes for the same content and clock, written twice or made twice", async () => {
    const one = await sealPacket(samplePacket());
    const two = await sealPacket(samplePacket());
    const bytes = await bytesOf(one);
    expect(bytes.equals(await bytesOf(one))).toBe(true);
    expect(bytes.equals(await bytesOf(two))).toBe(true);
    expect(bytes.length).toBe(one.byteLength);
    expect(one.fileName).toBe("SYS.2.07_2026-10-01_2026-11-15_pkt-0190f3.zip");
  });

  it("has other bytes for another clock", async () => {
    const later = await sealPacket(samplePacket({ madeAt: new Date("2026-11-20T08:30:14Z") }));
    expect(later.tagManifestSha256).not.toBe((await sealPacket(samplePacket())).tagManifestSha256);
  });

  it("holds the parts of the layout, sorted, tag files first", async () => {
    const { sealed } = await filesOf();
    const paths = sealed.files.map((file) => file.path);
    expect(paths.slice(0, 5)).toEqual(["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "VERIFY.txt"]);
    expect(paths).toEqual(expect.arrayContaining(["data/report.pdf", "data/requests.json", "data/omissions.json", "data/README.html",
      "data/populations/alerts.jsonl", "data/populations/alerts.view.csv", "data/populations/alerts.ipe.json", "data/populations/incidents.jsonl",
      "data/populations/findings.jsonl", "data/populations/findings.view.csv", "data/populations/findings.ipe.json",
      "data/evidence/EV-1190/SEC-398_changes.json", "data/evidence/EV-1190/SEC-398_changes.json.meta.json", "data/logs/seg-0190f1a2.log", "data/logs/seg-0190f1a2.log.meta.json"]));
    expect(paths.slice(5)).toEqual(paths.slice(5).sort());
  });

  it("carries the records of the collections that a check rested on, each once, and says beside the check which they are", async () => {
    const record = "{\"kind\":\"collection\",\"completeness\":\"complete\"}";
    const collection = { name: "COL-7", collector: "repositories", completeness: "complete", rows: 4, sha256: sha256Hex(record), record };
    const lost = { ...collection, name: "COL-8", record: null };
    const evidence = samplePacket().evidence.map((one) => (one.id === "EV-1182" ? { ...one, restsOn: [collection, lost] } : one.id === "EV-1190" ? { ...one, restsOn: [collection] } : one));
    const { sealed, files } = await filesOf({ evidence });
    expect([...files.keys()].filter((path) => path.startsWith("data/collections/"))).toEqual(["data/collections/COL-7.json"]);
    expect(sealed.files.find(({ path }) => path === "data/collections/COL-7.json")?.sha256).toBe(collection.sha256);
    expect(JSON.parse(files.get("data/evidence/EV-1182/hosts-against-sources.json.meta.json") ?? "")).toMatchObject({ rests_on: [{ collection: "COL-7", rows_looked_at: 4, record: "data/collections/COL-7.json", sha256: collection.sha256 }, { collection: "COL-8", record: null, missing: expect.stringContaining("another than the one") as string }] });
    const zip = await bytesOf(sealed);
    expect(await verifyStoredPacket(async function* (from) { yield zip.subarray(from); }, zip.length)).toMatchObject({ outcome: "intact", problems: [] });
  });

  it("names evidence that cannot be read, or has other bytes, as an omission and calls no such request met", async () => {
    const { evidence, requests } = samplePacket();
    const broken = evidence.map((one) => one.id === "EV-1171" ? { ...one, open: async function* (): AsyncGenerator<Uint8Array> { throw new Error("ENOENT /secret/path"); } }
      : one.id === "EV-1190" ? { ...one, ...bytesSource("other bytes"), sha256: one.sha256 } : one);
    const { sealed, files } = await filesOf({ evidence: broken });
    expect(requests.slice(0, 2).map((one) => one.status)).toEqual(["met", "met"]);
    expect(sealed.requests.slice(0, 2).map((one) => one.status)).toEqual(["not_yet_known", "partial"]);
    expect(sealed.omissions.map((one) => [one.id, one.cause])).toEqual(expect.arrayContaining([["unread-EV-1171-req-1", "could_not_run"], ["unread-EV-1190-req-2", "fail"]]));
    expect(sealed.failures.map((one) => one.id)).toEqual(["EV-1171", "EV-1190"]);
    expect([...files.keys()].some((path) => path.includes("EV-1171") || path.includes("EV-1190"))).toBe(false);
    expect([...files.values()].some((text) => text.includes("/secret/path"))).toBe(false);
    expect(sealed.completeness).toContain("partial");
  });

  it("gives a request that resolves to nothing an omission, and does not leave it met", async () => {
    const { sealed } = await filesOf({ requests: [{ ...firstRequest, evidenceIds: [] }], omissions: [] });
    expect(sealed.requests[0]).toMatchObject({ status: "not_yet_known", files: [], omissionIds: ["unanswered-req-1"] });
  });

  it("says that nothing is proven when no request is defined, or all are unknown", async () => {
    const none = await filesOf({ requests: [], omissions: [] });
    expect(none.sealed.completeness).toContain("No evidence request is defined");
    expect(none.files.get("data/README.html")).toContain("proves nothing");
    const unknown = await filesOf({ requests: [{ ...firstRequest, status: "not_yet_known", evidenceIds: [] }], omissions: [] });
    expect(unknown.sealed.completeness).toContain("Nothing is known yet");
  });

  it("does not call a listing complete whose counts disagree or are missing", async () => {
    const { alerts } = samplePacket();
    const short = await filesOf({ alerts: { ...alerts, ipe: { ...alerts.ipe, announced: 251 } } });
    expect(short.files.get("data/populations/alerts.ipe.json")).toContain("does_not_reconcile");
    expect(short.sealed.completeness).toContain("alerts is not proven complete");
    const unknown = await filesOf({ alerts: { ...alerts, ipe: { ...alerts.ipe, announced: null } } });
    expect(unknown.files.get("data/populations/alerts.ipe.json")).toContain("\"not_known\"");
    const fewer = await filesOf({ alerts: { ...alerts, rows: () => [] } });
    expect(fewer.files.get("data/populations/alerts.ipe.json")).toContain("250 were received, 0 are in the file");
  });

  it("writes no word of a restricted incident", async () => {
    const { files } = await filesOf();
    for (const [path, text] of files) expect(text.includes("Customer mailbox rule"), path).toBe(false);
    expect(files.get("data/populations/incidents.jsonl")).toContain("INC-2026-008");
  });

  it("tells findings with their expiry and history, and what is kept internal as a number", async () => {
    const { sealed, files } = await filesOf();
    const rows = files.get("data/populations/findings.jsonl")!.trim().split("\n").map((line) => JSON.parse(line) as { id: string; place: string; accepted_until: string | null; timeline: unknown[] });
    expect(rows.map(({ id, place, accepted_until, timeline }) => [id, place, accepted_until, timeline.length])).toEqual([["FND-2026-212", "closed", null, 2], ["FND-2026-219", "accepted", "2027-03-31", 2], ["FND-2026-231", "open", null, 2]]);
    expect(files.get("data/populations/findings.ipe.json")).toContain("4 announced = 4 received = 4 counted again, 1 of them excluded with a reason.");
    expect(sealed.populations).toEqual([{ name: "alerts", rows: 250 }, { name: "incidents", rows: 3 }, { name: "findings", rows: 3 }]);
    expect(files.get("data/README.html")).toContain("3 findings: the record.");
  });

  it("keeps formulas out of the CSV and the record as it was", async () => {
    const { files } = await filesOf();
    expect(files.get("data/populations/alerts.view.csv")).toContain("\"'=HYPERLINK(");
    expect(files.get("data/populations/alerts.jsonl")).toContain("\"=HYPERLINK(");
    expect(files.get("data/populations/alerts.jsonl")?.trim().split("\n").length).toBe(250);
  });

  it("has a README without script that escapes every name", async () => {
    const { control } = samplePacket();
    const { files } = await filesOf({ control: { ...control, title: "<script>alert(1)</script> & \"x\"" }, organizationName: "A & <B>" });
    const html = files.get("data/README.html") ?? "";
    expect(html).not.toMatch(/<script/u);
    expect(html).toContain("&lt;script&gt;");
    expect(html).toContain("default-src 'none'");
    expect(files.get("bag-info.txt")).toContain("Source-Organization: A & <B>\n");
  });

  it("keeps a line break out of bag-info", async () => {
    const { files } = await filesOf({ organizationName: "Evil\nPayload-Oxum: 1.1" });
    expect(files.get("bag-info.txt")?.match(/^Payload-Oxum/gmu)?.length).toBe(1);
  });

  it("refuses content that contradicts itself", async () => {
    const { evidence, requests } = samplePacket();
    await expect(sealPacket(samplePacket({ evidence: [...evidence, ...evidence] }))).rejects.toMatchObject({ reason: "invalid_content" });
    await expect(sealPacket(samplePacket({ evidence: [] }))).rejects.toMatchObject({ reason: "invalid_content" });
    await expect(sealPacket(samplePacket({ requests: requests.slice(0, 1) }))).rejects.toMatchObject({ reason: "invalid_content" });
  });

  it("fails rather than writing a source that changed in between, and leaves no file", async () => {
    let reads = 0;
    const { evidence } = samplePacket();
    const fickle = evidence.map((one) => one.id === "EV-1171" ? { ...one, open: async function* () { yield Buffer.from((reads += 1) > 1 ? "We botch.\n" : "We watch.\n"); } } : one);
    const sealed = await sealPacket(samplePacket({ evidence: fickle }));
    const folder = await mkdtemp(join(tmpdir(), "packet-"));
    await expect(writePacketFile(sealed, join(folder, "a.zip"))).rejects.toMatchObject({ reason: "changed_while_writing" });
    expect(await readdir(folder)).toEqual([]);
    await writePacketFile(await sealPacket(samplePacket()), join(folder, "b.zip"));
    expect((await readFile(join(folder, "b.zip"))).length).toBeGreaterThan(100_000);
    await rm(folder, { recursive: true });
  });
});
