import { expect, test } from "vitest";
import { passing, releaseBytes } from "./bytes.ts";

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
