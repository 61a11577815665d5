import { beforeAll, describe, expect, it } from "vitest";
import { samplePacket } from "../packet.fixtures.ts";
import { sealPacket } from "../seal-packet.ts";
import { verifyStoredPacket } from "../verify-packet.ts";

let zip: Buffer;
let tagManifestSha256: string;

beforeAll(async () => {
  const sealed = await sealPacket(samplePacket());
  const parts: Uint8Array[] = [];
  for await (const part of sealed.zip()) parts.push(part);
  zip = Buffer.concat(parts);
  tagManifestSha256 = sealed.tagManifestSha256;
}, 60_000);

/** A store that answers in parts of an awkward size. */
const store = (bytes: Buffer) => async function* (from: number) {
  for (let at = from; at < bytes.length; at += 4093) yield bytes.subarray(at, at + 4093);
};

describe("a packet in a store that reads from any byte on", () => {
  it("is verified like a file", async () => {
    expect(await verifyStoredPacket(store(zip), zip.length)).toMatchObject({ outcome: "intact", tagManifestSha256, problems: [] });
  }, 60_000);

  it("is found altered when one byte is", async () => {
    const altered = Buffer.from(zip);
    altered[Math.floor(zip.length / 2)]! ^= 1;
    expect(await verifyStoredPacket(store(altered), zip.length)).toMatchObject({ outcome: "not_intact" });
  }, 60_000);

  it("is unreadable when it is cut short", async () => {
    const cut = zip.subarray(0, zip.length - 500);
    expect(await verifyStoredPacket(store(cut), cut.length)).toMatchObject({ outcome: "unreadable" });
  }, 60_000);
});
