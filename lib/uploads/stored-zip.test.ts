import { crc32, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readStoredZip } from "./stored-zip.ts";
import { keptName } from "./claims.ts";
import { UNPACK_LIMITS } from "./limits.ts";

type Entry = { name: string; content: Buffer; declared?: number; flags?: number; crc?: number; unixMode?: number; offset?: number };

/** A ZIP with whatever its parts say, true or not. */
function zipOf(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, declared = content.length, flags = 0x800, crc = crc32(content), unixMode = 0, offset = at } of entries) {
    const packed = deflateRawSync(content);
    const bytes = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(flags, 2);
    facts.writeUInt16LE(8, 4);
    // 12:30:00 on 4 March 2026.
    facts.writeUInt16LE((12 << 11) | (30 << 5), 6);
    facts.writeUInt16LE(((2026 - 1980) << 9) | (3 << 5) | 4, 8);
    facts.writeUInt32LE(crc >>> 0, 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(declared, 18);
    facts.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), facts, bytes, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((unixMode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02", "latin1"), Buffer.from([20, 3]), facts, rest, bytes]));
    locals.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.reduce((sum, one) => sum + one.length, 0), 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const open = (zip: Buffer) => readStoredZip(async function* (from) { for (let at = from; at < zip.length; at += 1000) yield zip.subarray(at, at + 1000); }, zip.length);
async function contents(zip: Buffer): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const file of await open(zip)) {
    const parts: Uint8Array[] = [];
    for await (const part of file.open()) parts.push(part);
    found[file.path] = Buffer.concat(parts).toString();
  }
  return found;
}
const text = (value: string): Buffer => Buffer.from(value);

describe("a ZIP that is taken apart", () => {
  it("gives its files with their paths and dates, through a reader that gives a little at a time", async () => {
    const long = "line of a log\n".repeat(20_000);
    const zip = zipOf([{ name: "report/", content: text("") }, { name: "report/a.csv", content: text("a,b\n") }, { name: "report\\b — Prüfung 😀.log", content: text(long) }]);
    expect(await contents(zip)).toEqual({ "report/a.csv": "a,b\n", "report/b — Prüfung 😀.log": long });
    expect((await open(zip))[0]!.modifiedAt.toISOString()).toBe("2026-03-04T12:30:00.000Z");
  });

  it.each(["../evil.txt", "a/../../evil.txt", "/etc/passwd", "C:/evil.txt", "..\\evil.txt"])("takes nothing when it names %s", async (name) => {
    await expect(open(zipOf([{ name: "good.txt", content: text("x") }, { name, content: text("x") }]))).rejects.toMatchObject({ code: "validation", reason: "zip_path" });
  });

  it("takes nothing when it holds a link, a name twice, a file behind a password, or no file", async () => {
    await expect(open(zipOf([{ name: "link", content: text("/etc/passwd"), unixMode: 0o120777 }]))).rejects.toMatchObject({ reason: "zip_path" });
    await expect(open(zipOf([{ name: "a.txt", content: text("1") }, { name: "a.txt", content: text("2") }]))).rejects.toMatchObject({ reason: "zip_same_name" });
    await expect(open(zipOf([{ name: "a.txt", content: text("1"), flags: 0x801 }]))).rejects.toMatchObject({ reason: "zip_protected" });
    await expect(open(zipOf([]))).rejects.toMatchObject({ reason: "zip_empty" });
  });

  it("refuses a bomb before a byte of it is unpacked: by ratio, by sum, by number, and by shared bytes", async () => {
    const zeros = Buffer.alloc(20 * 1024 * 1024);
    await expect(open(zipOf([{ name: "bomb", content: zeros }]))).rejects.toMatchObject({ code: "limit_exceeded", reason: "zip_bomb" });
    // As much as may be of what compresses as documents do.
    const claimed = Array.from({ length: 3 }, (_, index) => ({ name: `big-${index}`, content: Buffer.from(Array.from({ length: 4_000_000 }, (__, at) => (at * at) % 251)), declared: 900_000_000 }));
    await expect(open(zipOf(claimed))).rejects.toMatchObject({ code: "limit_exceeded" });
    const many = Array.from({ length: UNPACK_LIMITS.files + 1 }, (_, index) => ({ name: `f${index}`, content: text("x") }));
    await expect(open(zipOf(many))).rejects.toMatchObject({ reason: "zip_too_large" });
    await expect(open(zipOf([{ name: "a", content: text("same bytes") }, { name: "b", content: text("same bytes"), offset: 0 }]))).rejects.toMatchObject({ reason: "zip_bomb" });
  });

  it("keeps an archive within it as a file, whatever that would unpack to", async () => {
    const inner = zipOf([{ name: "bomb", content: Buffer.alloc(20 * 1024 * 1024) }]);
    const [file] = await open(zipOf([{ name: "inner.zip", content: inner }]));
    expect(file).toMatchObject({ path: "inner.zip", byteLength: inner.length });
  });

  it("fails on what unpacks to other bytes than it declares, and on what is no ZIP", async () => {
    await expect(contents(zipOf([{ name: "a", content: text("hello"), crc: 1 }]))).rejects.toMatchObject({ reason: "zip_unreadable" });
    await expect(contents(zipOf([{ name: "a", content: text("hello, longer"), declared: 3 }]))).rejects.toMatchObject({ reason: "zip_unreadable" });
    await expect(open(text("no zip at all, but long enough to be looked at"))).rejects.toMatchObject({ reason: "zip_unreadable" });
    await expect(open(zipOf([{ name: "a", content: text("hello") }]).subarray(0, 60))).rejects.toMatchObject({ reason: "zip_unreadable" });
  });
});

describe("a name that is kept", () => {
  it("has no folders and no control characters, and is never longer than a name may be, halved letters included", () => {
    expect(keptName("C:\\Users\\me\\report.pdf")).toBe("report.pdf");
    expect(keptName("a/b/../c\u0000\u2028d.txt")).toBe("c  d.txt");
    expect(keptName("..")).toBe("file");
    expect(keptName("😀.png")).toBe("😀.png");
    const long = keptName(`${"👩‍👩‍👧‍👦".repeat(60)}.evidence.pdf`);
    expect(long.length).toBeLessThanOrEqual(255);
    expect(long).toMatch(/👩‍👩‍👧‍👦…\.pdf$/u);
    expect(keptName("x".repeat(300)).length).toBeLessThanOrEqual(255);
  });
});
