import { describe, expect, it } from "vitest";
import { zipOf } from "#lib/testing/zip-bytes.ts";
import { readStoredZip } from "./stored-zip.ts";
import { keptName } from "./claims.ts";
import { UNPACK_LIMITS } from "./limits.ts";

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
