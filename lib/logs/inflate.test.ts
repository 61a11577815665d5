import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { inflate, type TextEnding } from "./inflate.ts";

async function* inParts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unfold(bytes: Uint8Array, size = 1000): Promise<{ text: Buffer; ending: TextEnding | null }> {
  const { chunks, ending } = inflate(() => inParts(bytes, size));
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return { text: Buffer.concat(parts), ending: ending() };
}

describe("inflate", () => {
  const noise = Buffer.from(randomBytes(300_000).toString("base64"));

  test("gives the text back, whatever the parts it arrives in", async () => {
    const packed = gzipSync(noise);
    for (const size of [1, 777, 50_000, packed.length]) {
      const { text, ending } = await unfold(size === 1 ? gzipSync("a\nb\n") : packed, size);
      expect(ending).toBe("complete");
      expect(text.equals(size === 1 ? Buffer.from("a\nb\n") : noise)).toBe(true);
    }
  });

  test("reads members that follow each other as one text", async () => {
    const { text, ending } = await unfold(Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]));
    expect([text.toString(), ending]).toEqual(["one\ntwo\n", "complete"]);
  });

  test("gives all text before the point at which a stream was cut off, and says that it was", async () => {
    const packed = gzipSync(noise);
    const { text, ending } = await unfold(packed.subarray(0, packed.length - 50_000));
    expect(ending).toBe("cut_off");
    expect(text.length).toBeGreaterThan(200_000);
    expect(text.equals(noise.subarray(0, text.length))).toBe(true);
  });

  test("gives the text before bytes that are not gzip, and says so", async () => {
    const packed = gzipSync(noise);
    const { text, ending } = await unfold(Buffer.concat([packed.subarray(0, 200_000), randomBytes(60_000)]));
    expect(ending).toBe("corrupt");
    expect(text.length).toBeGreaterThan(100_000);
    const trailing = await unfold(Buffer.concat([gzipSync("all\n"), Buffer.from("something else")]));
    expect([trailing.text.toString(), trailing.ending]).toEqual(["all\n", "corrupt"]);
  });

  test("stops a bomb long before it is unfolded, in bounded memory", async () => {
    const bomb = gzipSync(Buffer.alloc(400 * 1024 ** 2, 10), { level: 9 });
    const { chunks, ending } = inflate(() => inParts(bomb, 64 * 1024));
    let given = 0;
    for await (const chunk of chunks) given += chunk.length;
    expect(ending()).toBe("over_limit");
    expect(given).toBeLessThan(300 * 1024 ** 2);
  });

  test("an empty source is a stream that was cut off", async () => {
    expect((await unfold(new Uint8Array(0))).ending).not.toBe("corrupt");
  });
});
