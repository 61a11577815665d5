import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { StoredReader } from "./stored-reader.ts";

const MIB = 1024 * 1024;
const file = randomBytes(9 * MIB + 321);

/** A reader of the file, and the places from which it was opened. */
function readerOf(fails: (from: number) => boolean = () => false): { reader: StoredReader; opened: number[] } {
  const opened: number[] = [];
  const shared = Buffer.alloc(64 * 1024);
  const reader = new StoredReader(async function* (from) {
    opened.push(from);
    if (fails(opened.length)) throw new Error("the disk does not answer");
    // As a blob store does it: what was handed out is written again.
    for (let at = from; at < file.length; at += shared.length) yield shared.subarray(0, file.copy(shared, 0, at, at + shared.length));
  });
  return { reader, opened };
}

async function streamed(reader: StoredReader, start: number, end: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of reader.createReadStream({ start, end })) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

test("gives the bytes of every range, within a block, over several, and to where the file ends", async () => {
  const { reader } = readerOf();
  const ranges = [[0, 30], [MIB - 5, MIB + 5], [3 * MIB, 3 * MIB], [17, 5 * MIB + 3], [2 * MIB, 4 * MIB], [file.length - 22, file.length]] as const;
  for (const [start, end] of ranges) {
    expect((await reader.bytes(start, end)).equals(file.subarray(start, end)), `${start} to ${end}`).toBe(true);
    if (end > start) expect((await streamed(reader, start, end)).equals(file.subarray(start, end)), `${start} to ${end}, streamed`).toBe(true);
  }
  expect((await reader.bytes(file.length - 5, file.length + MIB)).equals(file.subarray(file.length - 5))).toBe(true);
});

test("opens the file once for a block, however many small ranges of two places in turn are asked for", async () => {
  const { reader, opened } = readerOf();
  for (let at = 0; at < 2_000; at += 1) {
    await reader.bytes(at * 400, at * 400 + 30);
    await reader.bytes(file.length - 60_100 + at * 30, file.length - 60_100 + at * 30 + 46);
  }
  expect(opened.sort((a, b) => a - b)).toEqual([0, 8 * MIB, 9 * MIB]);
});

test("reads a long range in one go", async () => {
  const { reader, opened } = readerOf();
  expect((await streamed(reader, 10, 8 * MIB)).equals(file.subarray(10, 8 * MIB))).toBe(true);
  expect(opened).toEqual([10]);
});

test("tells what reading failed with, keeps nothing of it, and reads again when it is asked again", async () => {
  const { reader, opened } = readerOf((turn) => turn === 1);
  await expect(reader.bytes(0, 10)).rejects.toThrow("the disk does not answer");
  expect((await reader.bytes(0, 10)).equals(file.subarray(0, 10))).toBe(true);
  expect(opened).toEqual([0, 0]);
  const { reader: never } = readerOf(() => true);
  await expect(streamed(never, 0, 10)).rejects.toThrow("the disk does not answer");
});
