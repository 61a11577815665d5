import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { receiveSegment, recordSegment, type RecordedSegment } from "#lib/logs/index.ts";
import { configureRuntime } from "#lib/platform/runtime.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { scanSegment, type ScanOptions } from "./scan-segment.ts";
import { scanSegmentJob } from "./scan-segment.job.ts";

let world: World;
let other: World;
let sources = 0;

beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
});
afterAll(async () => {
  await world.close();
  await other.close();
});

async function* parts(bytes: Uint8Array, size = 4096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function give(bytes: Uint8Array | string, options: { source?: string; fileName?: string; offset?: number; world?: World } = {}): Promise<RecordedSegment> {
  const where = options.world ?? world;
  const context = where.as("security_analyst");
  const received = await receiveSegment(context, { body: parts(Buffer.from(bytes)) });
  sources += 1;
  return recordSegment(context, {
    sourceName: options.source ?? `source-${sources}`,
    fileName: options.fileName ?? "auth.log",
    ...received,
    ...(options.offset === undefined ? {} : { utcOffsetMinutes: options.offset }),
  });
}

async function read(segmentId: string, options: ScanOptions = {}): Promise<void> {
  await scanSegment(world.asSystem("scan-segment"), { segmentId }, async () => undefined, { silentAfterMs: 0, ...options });
}

async function scanOf(segmentId: string) {
  const row = await world.inTenant((tx) => tx.logSegmentScan.findUniqueOrThrow({ where: { organizationId_segmentId: { organizationId: world.organizationId, segmentId } } }));
  const { status, lines, parsedLines, unparsedLines, truncatedLines, invalidUtf8, scannedBytes } = row;
  return { ...row, counts: { status, lines: Number(lines), parsed: Number(parsedLines), unparsed: Number(unparsedLines), truncated: Number(truncatedLines), invalidUtf8: Number(invalidUtf8), bytes: Number(scannedBytes) } };
}

async function alertsOf(segmentIds: readonly string[]) {
  const alerts = await world.inTenant((tx) => tx.alert.findMany({ where: { segmentId: { in: [...segmentIds] } }, include: { state: true }, orderBy: { number: "asc" } }));
  return alerts.map(({ title, entity, severity, state }) => ({ title, entity, severity, count: state?.eventCount, lines: JSON.stringify(state?.lines), explanation: state?.explanation }));
}

const failed = (second: number, address: string, user = "root"): string =>
  `Mar  3 10:${String(Math.floor(second / 60) % 60).padStart(2, "0")}:${String(second % 60).padStart(2, "0")} web1 sshd[${1000 + second}]: Failed password for ${user} from ${address} port ${4000 + second} ssh2`;

/** Three brute forces in 600 lines among everyday ones, one of them ending in a sign-in. */
function story(): string {
  const lines: string[] = [];
  for (let second = 0; second < 600; second += 1) {
    if (second % 7 === 0) lines.push(failed(second, "203.0.113.7"));
    else if (second % 11 === 0 && second < 300) lines.push(failed(second, "198.51.100.9", "deploy"));
    else if (second === 400) lines.push(failed(second, "198.51.100.9", "deploy").replace("Failed", "Accepted"));
    else if (second % 50 === 1) lines.push(`Mar  3 10:0${Math.floor(second / 60)}:0${second % 10} web1 sudo:     eve : user NOT in sudoers ; TTY=pts/2 ; PWD=/home/eve ; USER=root ; COMMAND=/bin/bash`);
    else lines.push(`Mar  3 10:0${Math.floor(second / 60)}:00 web1 cron[${second}]: (root) CMD (true)`);
  }
  return `${lines.join("\n")}\n`;
}

describe("a segment that is read", () => {
  test("is counted line by line, and its rules raise alerts that name who they are about", async () => {
    const { segmentId } = await give(story());
    expect(await world.runJobs([scanSegmentJob])).toEqual(["scan-segment"]);
    const scan = await scanOf(segmentId);
    expect(scan.counts).toEqual({ status: "finished", lines: 600, parsed: 600, unparsed: 0, truncated: 0, invalidUtf8: 0, bytes: story().length });
    const alerts = await alertsOf([segmentId]);
    expect(scan.alerts).toBe(alerts.length);
    const brute = alerts.filter((alert) => alert.title === "SSH brute force from one source");
    expect(brute.map((alert) => alert.entity).sort()).toEqual(["198.51.100.9", "203.0.113.7"]);
    expect(brute.find((alert) => alert.entity === "203.0.113.7")?.count).toBe(Math.ceil(600 / 7));
    expect(alerts.find((alert) => alert.title === "SSH sign-in accepted after brute force")).toMatchObject({ entity: "198.51.100.9", severity: "critical" });
    expect(alerts.filter((alert) => alert.title === "sudo refused").every((alert) => alert.entity === "eve")).toBe(true);
  });

  test("gives the same alerts and counts whether read at once, in batches, or cut off and resumed at every batch", async () => {
    const whole = await give(story());
    await read(whole.segmentId);
    const wanted = { counts: (await scanOf(whole.segmentId)).counts, alerts: withoutIds(await alertsOf([whole.segmentId]), whole.segmentId) };
    expect(wanted.alerts.length).toBeGreaterThan(3);

    for (const kill of ["in_transaction", "after_commit"] as const) {
      for (const after of [1, 2, 4, 7]) {
        const cut = await give(story());
        let killed = 0;
        for (;;) {
          const crash = crashing(kill, after + (killed % 4));
          try {
            await read(cut.segmentId, { batchLines: 83 });
            crash.restore();
            break;
          } catch (error) {
            crash.restore();
            if (!(error instanceof Crash)) throw error;
            killed += 1;
            // A crash at the very first transaction of every attempt would never get through.
            if (killed > 40) throw new Error("made no headway");
          }
        }
        expect(killed).toBeGreaterThan(0);
        const got = { counts: (await scanOf(cut.segmentId)).counts, alerts: withoutIds(await alertsOf([cut.segmentId]), cut.segmentId) };
        expect(got).toEqual(wanted);
      }
    }
  }, 120_000);

  test("goes on counting across segments of one source, in the order of receipt", async () => {
    const source = "web-across";
    const [first, second] = [[0, 60, 120].map((at) => failed(at, "192.0.2.44")), [180, 240, 300].map((at) => failed(at, "192.0.2.44"))];
    const one = await give(`${first!.join("\n")}\n`, { source });
    world.clock.advance(1000);
    const two = await give(`${second!.join("\n")}\n`, { source });
    // Asked for out of order: the later segment waits for the earlier.
    expect(await scanSegment(world.asSystem(), { segmentId: two.segmentId }, async () => undefined)).toEqual({ kind: "waits", earlierSegmentId: one.segmentId });
    await world.runJobs([scanSegmentJob]);
    expect((await scanOf(one.segmentId)).alerts).toBe(0);
    const [alert] = await alertsOf([two.segmentId]);
    expect(alert).toMatchObject({ title: "SSH brute force from one source", entity: "192.0.2.44", count: 6 });
    const places = JSON.parse(alert!.lines) as { segment: string; lineNumber: number }[];
    expect(places.map((place) => [place.segment, place.lineNumber])).toEqual([...[1, 2, 3].map((number) => [one.segmentId, number]), ...[1, 2, 3].map((number) => [two.segmentId, number])]);
  });

  test("lets a burst of an earlier segment grow, and leaves its verdict alone", async () => {
    const source = "web-growing";
    const one = await give(`${[0, 10, 20, 30, 40].map((at) => failed(at, "192.0.2.77")).join("\n")}\n`, { source });
    await world.runJobs([scanSegmentJob]);
    const alert = await world.inTenant((tx) => tx.alert.findFirstOrThrow({ where: { segmentId: one.segmentId } }));
    await world.inTenant((tx) => tx.alertState.update({ where: { organizationId_alertId: { organizationId: world.organizationId, alertId: alert.id } }, data: { status: "judged", verdict: "expected" } }));
    world.clock.advance(1000);
    await give(`${[50, 60, 70].map((at) => failed(at, "192.0.2.77")).join("\n")}\n`, { source });
    await world.runJobs([scanSegmentJob]);
    const state = await world.inTenant((tx) => tx.alertState.findFirstOrThrow({ where: { alertId: alert.id } }));
    expect(state).toMatchObject({ eventCount: 8, status: "judged", verdict: "expected" });
    expect(state.explanation).toMatchObject({ linesTotal: 8, involved: [{ kind: "address", value: "192.0.2.77" }, { kind: "account", value: "root" }, { kind: "host", value: "web1" }] });
  });

  test("that was begun with other rules is read from its start, and raises nothing twice", async () => {
    const whole = await give(story());
    await read(whole.segmentId);
    const cut = await give(story());
    const crash = crashing("after_commit", 4);
    await expect(read(cut.segmentId, { batchLines: 200 })).rejects.toBeInstanceOf(Crash);
    crash.restore();
    const begun = await scanOf(cut.segmentId);
    expect(begun.counts.lines).toBeGreaterThan(0);
    await world.inTenant((tx) => tx.$executeRaw`UPDATE log_segment_scan SET snapshot = jsonb_set(snapshot, '{stateHash}', '"other rules"') WHERE segment_id = ${cut.segmentId}`);
    await read(cut.segmentId, { batchLines: 200 });
    expect((await scanOf(cut.segmentId)).counts).toEqual((await scanOf(whole.segmentId)).counts);
    expect(withoutIds(await alertsOf([cut.segmentId]), cut.segmentId)).toEqual(withoutIds(await alertsOf([whole.segmentId]), whole.segmentId));
  });

  test("does not wait for ever for an earlier one whose job was lost: that one is put in line again", async () => {
    const source = "web-lost";
    await world.runJobs([scanSegmentJob]);
    const one = await give(story(), { source });
    world.clock.advance(1000);
    const two = await give(`${story()}more\n`, { source });
    await world.inTenant((tx) => tx.jobRun.updateMany({ where: { subjectId: one.segmentId }, data: { status: "failed" } }));
    expect(await world.runJobs([scanSegmentJob])).toEqual(["scan-segment", "scan-segment", "scan-segment"]);
    expect([(await scanOf(one.segmentId)).status, (await scanOf(two.segmentId)).status]).toEqual(["finished", "finished"]);
  });

  test("is read by one reader: a second that comes at once writes nothing twice", async () => {
    const { segmentId } = await give(story());
    await Promise.all([read(segmentId, { batchLines: 50 }), read(segmentId, { batchLines: 70 }), read(segmentId, { batchLines: 90 })]);
    const alerts = await alertsOf([segmentId]);
    expect((await scanOf(segmentId)).counts).toMatchObject({ status: "finished", lines: 600 });
    expect(alerts.length).toBe((await scanOf(segmentId)).alerts);
  });
});

describe("bad input", () => {
  const refusal = (bytes: Uint8Array | string) => give(bytes).then(() => "kept", (error: { reason?: string }) => error.reason);

  test("that is empty is refused, packed or not", async () => {
    expect([await refusal(""), await refusal(gzipSync(""))]).toEqual(["segment_empty", "segment_empty"]);
  });

  test("that is binary is refused, and the reason says which byte", async () => {
    const text = Buffer.from(story());
    const binary = Buffer.concat([text.subarray(0, 1000), Buffer.from([0]), text]);
    expect([await refusal(binary), await refusal(gzipSync(binary))]).toEqual(["segment_binary", "segment_binary"]);
    expect(await refusal(Buffer.from("\ufefftext", "utf16le"))).toBe("segment_packed");
    expect(await refusal(Buffer.from([0x50, 0x4b, 3, 4, 20, 0]))).toBe("segment_packed");
    expect(await refusal(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]))).toBe("segment_corrupt");
  });

  test("that leaves nothing behind when the declared length or hash is not its own", async () => {
    const context = world.as("security_analyst");
    const body = Buffer.from("a line\n");
    const sha256 = createHash("sha256").update(body).digest("hex");
    const attempt = (declared: { byteLength?: number; sha256?: string }) => receiveSegment(context, { body: parts(body), ...declared }).then(() => "kept", (error: { reason?: string }) => error.reason);
    expect(await attempt({ byteLength: 6 })).toBe("blob_too_long");
    expect(await attempt({ byteLength: 8 })).toBe("blob_too_short");
    expect(await attempt({ byteLength: 0 })).toBe("segment_empty");
    expect(await attempt({ byteLength: 5 * 1024 ** 3 })).toBe("segment_too_large");
    expect(await attempt({ sha256: "0".repeat(64) })).toBe("blob_hash_differs");
    expect(await attempt({ byteLength: 7, sha256 })).toBe("kept");
  });

  test("that was packed with gzip is read like the text itself", async () => {
    const plain = await give(story());
    const packed = await give(gzipSync(story()), { fileName: "auth.log.gz" });
    await world.runJobs([scanSegmentJob]);
    expect((await scanOf(packed.segmentId)).counts).toEqual((await scanOf(plain.segmentId)).counts);
    expect(withoutIds(await alertsOf([packed.segmentId]), packed.segmentId)).toEqual(withoutIds(await alertsOf([plain.segmentId]), plain.segmentId));
  });

  test("that is gzip cut off is read up to the cut, and marked as partial", async () => {
    const packed = gzipSync(story());
    const { segmentId } = await give(packed.subarray(0, packed.length - 300));
    await world.runJobs([scanSegmentJob]);
    const scan = await scanOf(segmentId);
    expect(scan.notes).toContain("gzip_cut_off");
    expect(scan.counts.lines).toBeGreaterThan(100);
    expect(scan.counts.lines).toBeLessThan(600);
  });

  test("with CR LF line ends gives the same alerts, and says so", async () => {
    const { segmentId } = await give(story().replaceAll("\n", "\r\n"));
    await world.runJobs([scanSegmentJob]);
    const scan = await scanOf(segmentId);
    expect(scan.counts).toMatchObject({ lines: 600, parsed: 600 });
    expect(scan.notes).toEqual(["crlf"]);
    expect((await alertsOf([segmentId])).filter((alert) => alert.title === "SSH brute force from one source").length).toBe(2);
  });

  test("with a line of a megabyte keeps its beginning, counts it, and reads on", async () => {
    const long = `Mar  3 10:00:00 web1 app[1]: ${"x".repeat(2_000_000)}`;
    const { segmentId } = await give(`${long}\n${[1, 2, 3, 4, 5].map((at) => failed(at, "192.0.2.90")).join("\n")}\n`);
    await world.runJobs([scanSegmentJob]);
    expect((await scanOf(segmentId)).counts).toMatchObject({ lines: 6, truncated: 1 });
    expect((await alertsOf([segmentId])).map((alert) => alert.entity)).toEqual(["192.0.2.90"]);
  });

  test("with bytes that are not UTF-8 is read, and those lines are counted", async () => {
    const bytes = Buffer.concat([Buffer.from("Mar  3 10:00:00 web1 app[1]: caf"), Buffer.from([0xe9, 0xff]), Buffer.from("\nMar  3 10:00:01 web1 app[1]: fine\n")]);
    const { segmentId } = await give(bytes);
    await world.runJobs([scanSegmentJob]);
    expect((await scanOf(segmentId)).counts).toMatchObject({ lines: 2, invalidUtf8: 1 });
  });

  test("cut in the middle of a line says so, and the half line is not lost", async () => {
    const { segmentId } = await give(`${failed(1, "192.0.2.91")}\n${failed(2, "192.0.2.91").slice(0, 60)}`);
    await world.runJobs([scanSegmentJob]);
    const scan = await scanOf(segmentId);
    expect(scan.counts.lines).toBe(2);
    expect(scan.notes).toContain("no_final_newline");
  });

  test("in no known shape is counted as not understood, with a bounded sample of where and why", async () => {
    const { segmentId } = await give(`${Array.from({ length: 50 }, (_, at) => `${"???".repeat(at * 10)} what is this`).join("\n")}\n`);
    await world.runJobs([scanSegmentJob]);
    const scan = await scanOf(segmentId);
    expect(scan.counts).toMatchObject({ lines: 50, parsed: 0, unparsed: 50 });
    const sample = scan.unparsedSample as { number: number; offset: number; reason: string; text: string }[];
    expect(sample.length).toBe(20);
    expect(sample[1]).toMatchObject({ number: 2, offset: 14, reason: "no_header" });
    expect(Math.max(...sample.map((line) => line.text.length))).toBe(200);
  });

  test("with NUL bytes and broken characters deep inside is stored and resumed all the same", async () => {
    const filler = `${Array.from({ length: 70 }, () => `Mar  3 10:00:00 web1 cron[1]: (root) CMD (${"true ".repeat(200)})`).join("\n")}\n`;
    const odd = [1, 2, 3, 4, 5, 6].map((at) => failed(at, "192.0.2.92", `a\0b${"\ud83d\ude00".repeat(120)}`)).join("\n");
    const { segmentId } = await give(`${filler}${odd}\n`);
    await read(segmentId, { batchLines: 1 });
    expect((await scanOf(segmentId)).counts).toMatchObject({ status: "finished", lines: 76 });
    expect((await alertsOf([segmentId])).map((alert) => alert.entity)).toEqual(["192.0.2.92"]);
  });

  test("given twice for one source is one segment, and the second sender is told", async () => {
    const first = await give(story(), { source: "twice" });
    await world.runJobs([scanSegmentJob]);
    const before = await alertsOf([first.segmentId]);
    const again = await give(story(), { source: "twice", fileName: "renamed.log" });
    expect(again).toMatchObject({ segmentId: first.segmentId, alreadyKnown: true });
    await world.runJobs([scanSegmentJob]);
    expect(await alertsOf([first.segmentId])).toEqual(before);
    const elsewhere = await give(story(), { source: "twice-elsewhere" });
    expect(elsewhere.alreadyKnown).toBe(false);
  });

  test("given twice at the same moment is one segment", async () => {
    const given = await Promise.all([1, 2, 3, 4].map(() => give(story(), { source: "at-once" })));
    expect(new Set(given.map((one) => one.segmentId)).size).toBe(1);
    expect(given.filter((one) => !one.alreadyKnown).length).toBe(1);
  });

  test("for a source that is read with another offset is refused", async () => {
    await give("Mar  3 10:00:00 web1 cron[1]: x\n", { source: "zoned", offset: 120 });
    await expect(give("Mar  3 10:00:01 web1 cron[1]: y\n", { source: "zoned", offset: 60 })).rejects.toMatchObject({ code: "conflict", reason: "source_offset_differs" });
  });
});

describe("times", () => {
  test("without a year and zone are resolved by the reference time and the source's offset", async () => {
    const context = world.as("security_analyst");
    const received = await receiveSegment(context, { body: parts(Buffer.from("Dec 10 06:55:46 host sshd[1]: Connection closed by 192.0.2.1 [preauth]\n")) });
    const { segmentId } = await recordSegment(context, { sourceName: "resolved", fileName: "x", ...received, referenceTime: new Date("2019-01-05T00:00:00Z"), utcOffsetMinutes: 60 });
    await world.runJobs([scanSegmentJob]);
    expect((await scanOf(segmentId)).firstEventAt?.toISOString()).toBe("2018-12-10T05:55:46.000Z");
  });
});

describe("another organization", () => {
  test("sees neither segment nor alert, and is kept out by the same answer as for what never was", async () => {
    const { segmentId } = await give(story());
    await world.runJobs([scanSegmentJob]);
    expect(await other.inTenant((tx) => tx.logSegment.count())).toBe(0);
    expect(await other.inTenant((tx) => tx.alert.count())).toBe(0);
    await expect(scanSegment(other.asSystem(), { segmentId }, async () => undefined)).rejects.toMatchObject({ code: "not_found" });
    const theirs = await give(story(), { world: other, source: "same-name" });
    expect(theirs.alreadyKnown).toBe(false);
  });

  test("roles that may not import are refused before a byte is read", async () => {
    let asked = false;
    const body = (async function* () {
      asked = true;
      yield Buffer.from("x\n");
    })();
    await expect(receiveSegment(world.as("compliance_manager"), { body })).rejects.toMatchObject({ code: "forbidden" });
    expect(asked).toBe(false);
  });
});

/** Alerts without what differs between two segments of the same text: ids, and the segment that lines refer to. */
function withoutIds(alerts: Awaited<ReturnType<typeof alertsOf>>, segmentId: string) {
  return alerts.map((alert) => JSON.parse(JSON.stringify({ ...alert, explanation: { ...(alert.explanation as object), related: undefined } }).replaceAll(segmentId, "segment")) as unknown);
}

class Crash extends Error {}

/** Makes the n-th transaction from now fail: before it commits, or after it has. As a kill there would. */
function crashing(kill: "in_transaction" | "after_commit", nth: number): { restore(): void } {
  const real = world.runtime;
  let seen = 0;
  const database = new Proxy(real.database, {
    get(target, key) {
      if (key !== "$transaction") return Reflect.get(target, key) as unknown;
      return async (work: (tx: never) => Promise<unknown>, options: object) => {
        seen += 1;
        if (seen !== nth + 1) return target.$transaction(work as never, options);
        if (kill === "in_transaction") {
          return target.$transaction((async (tx: never) => {
            await work(tx);
            throw new Crash();
          }) as never, options);
        }
        await target.$transaction(work as never, options);
        throw new Crash();
      };
    },
  });
  configureRuntime({ ...real, database });
  return { restore: () => configureRuntime(real) };
}
