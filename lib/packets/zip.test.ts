import { execFileSync } from "node:child_process";
import { describe, expect, it, vi } from "vitest";
import yauzl from "yauzl";
import { measureBytes } from "./measure.ts";
import { writeZip, zipLength, type ZipEntry } from "./zip.ts";

const TIME = new Date("2026-11-20T08:30:11Z");

function entry(path: string, text: string): ZipEntry {
  const bytes = Buffer.from(text);
  return { path, ...measureBytes(bytes), open: async function* () { yield bytes; } };
}

async function zipped(entries: readonly ZipEntry[], time = TIME): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeZip(entries, time)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// Property tests and child processes take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

describe("ZIP", () => {
  it("is read back with names in UTF-8, in order, stored, with the announced length", async () => {
    const entries = [entry("größe/ä.txt", "one"), entry("b", ""), entry("a", "two")];
    const bytes = await zipped(entries);
    expect(bytes.length).toBe(zipLength(entries));
    const zip = await yauzl.fromBufferPromise(bytes, { strictFileNames: true });
    const names: string[] = [];
    for await (const found of zip.eachEntry()) {
      names.push(found.fileName);
      expect([found.compressionMethod, found.generalPurposeBitFlag]).toEqual([0, 0x0800]);
      expect(found.getLastModDate({ timezone: "UTC" }).toISOString()).toBe("2026-11-20T08:30:10.000Z");
    }
    expect(names).toEqual(["größe/ä.txt", "b", "a"]);
  });

  it("has the same bytes in every time zone", () => {
    const script = "import('#lib/packets/zip.ts').then(async ({ writeZip }) => { for await (const c of writeZip([], new Date(0))) process.stdout.write(c.toString('hex')); const e = { path: 'a', bytes: 0, sha256: '', crc32: 0, open: async function* () {} }; for await (const c of writeZip([e], new Date(1.79e12))) process.stdout.write(Buffer.from(c).toString('hex')); })";
    const run = (zone: string): string => execFileSync(process.execPath, ["-e", script], { env: { ...process.env, TZ: zone }, encoding: "utf8" });
    expect(run("Pacific/Apia")).toBe(run("America/Havana"));
  });

  it("counts more than 65,535 files", async () => {
    const entries = Array.from({ length: 65_536 }, (_, n) => ({ path: `f${n}`, bytes: 0, sha256: "", crc32: 0, open: async function* () {} }));
    const bytes = await zipped(entries);
    expect(bytes.length).toBe(zipLength(entries));
    const zip = await yauzl.fromBufferPromise(bytes);
    expect(zip.entryCount).toBe(65_536);
    zip.close();
  });

  it("clamps a time before 1980", async () => {
    const zip = await yauzl.fromBufferPromise(await zipped([entry("a", "")], new Date(0)));
    for await (const found of zip.eachEntry()) expect(found.getLastModDate({ timezone: "UTC" }).toISOString()).toBe("1980-01-01T00:00:00.000Z");
  });

  it("refuses a source of another length than announced", async () => {
    await expect(zipped([{ ...entry("a", "abc"), bytes: 4 }])).rejects.toThrow(RangeError);
  });
});
