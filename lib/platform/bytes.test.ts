import { expect, test } from "vitest";
import { gatherBytes, passing, releaseBytes, type Gathered } from "./bytes.ts";

async function* pieces(...given: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* given;
}

test("bytes are given back where they are all of what they lie in, and left where others lie beside them", () => {
  const own = new Uint8Array(8);
  const part = new Uint8Array(8).subarray(0, 4);
  releaseBytes(own);
  releaseBytes(part);
  expect([own.length, part.length]).toEqual([0, 4]);
});

test("a piece of a body lasts until the next is asked for", async () => {
  const given = [new Uint8Array(3).fill(1), new Uint8Array(2).fill(2)];
  const lengths: number[] = [];
  for await (const piece of passing(pieces(...given))) lengths.push(piece.length);
  expect([lengths, given.map(({ length }) => length)]).toEqual([[3, 2], [0, 0]]);
});

test("a body in memory is what came, whatever became of the pieces, and is no longer than was wanted", async () => {
  const bytes = Uint8Array.from({ length: 2_600_000 }, (_, at) => at % 251);
  const cut = () => pieces(bytes.slice(0, 1), bytes.slice(1, 1_300_000), new Uint8Array(0), bytes.slice(1_300_000));
  const read = async (body: Gathered | null) => {
    const parts: Buffer[] = [];
    for await (const part of body?.read() ?? []) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  };
  // Its blocks lie ready for the next one once it was read or dropped, and not before.
  const [first, second] = [await gatherBytes(passing(cut()), bytes.length), await gatherBytes(pieces(new Uint8Array(1_500_000)), bytes.length)];
  expect((await read(first)).equals(bytes)).toBe(true);
  second?.drop();
  expect((await read(second)).length).toBe(0);
  expect((await read(await gatherBytes(cut(), bytes.length))).equals(bytes)).toBe(true);
  expect(await gatherBytes(cut(), bytes.length - 1)).toBeNull();
  expect((await read(await gatherBytes(pieces(), 10))).length).toBe(0);
});
