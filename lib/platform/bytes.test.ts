import { expect, test } from "vitest";
import { gatherBytes, passing, releaseBytes } from "./bytes.ts";

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
  const bytes = Uint8Array.from({ length: 600_000 }, (_, at) => at % 251);
  const cut = () => pieces(bytes.slice(0, 1), bytes.slice(1, 300_000), new Uint8Array(0), bytes.slice(300_000));
  expect(Buffer.concat((await gatherBytes(passing(cut()), 600_000)) ?? []).equals(bytes)).toBe(true);
  expect(await gatherBytes(cut(), 599_999)).toBeNull();
  expect(await gatherBytes(pieces(), 10)).toEqual([]);
});
