import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { MAX_UPLOAD_BYTES, receiveUpload } from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

async function* bytes(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}
const kept = () => world.inTenant((tx) => tx.blob.count());

test("a body of the declared length and hash is kept once, and who sent it is recorded", async () => {
  const as = world.as("control_owner");
  const sent = { byteLength: 11, sha256: sha256Hex("hello world") };
  expect(await receiveUpload(as, { ...sent, body: bytes("hello ", "world") })).toEqual({ sha256: sent.sha256, byteLength: 11 });
  await receiveUpload(as, { ...sent, body: bytes("hello world") });
  await receiveUpload(world.as("admin"), { ...sent, body: bytes("hello world") });
  const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { action: "upload.stored" } }));
  expect(trail.map((entry) => entry.actorName).sort()).toEqual(["Ada Admin", "Olga Owner"]);
  expect(await kept()).toBe(1);
});

test("a body that is longer, shorter, other than declared, empty or too large is refused and leaves nothing", async () => {
  const as = world.as("control_owner");
  const before = await kept();
  const refused = async (byteLength: number, text: string, sha256?: string) =>
    receiveUpload(as, { byteLength, body: bytes(text), ...(sha256 === undefined ? {} : { sha256 }) }).catch((error: { reason: string }) => error.reason);
  expect(await refused(4, "longer")).toBe("blob_too_long");
  expect(await refused(9, "shorter")).toBe("blob_too_short");
  expect(await refused(5, "other", sha256Hex("another"))).toBe("blob_hash_differs");
  expect(await refused(0, "")).toBe("upload_empty");
  expect(await refused(Number.NaN, "x")).toBe("length_missing");
  expect(await refused(MAX_UPLOAD_BYTES + 1, "x")).toBe("upload_too_large");
  expect(await kept()).toBe(before);
});

test("who may not submit evidence may not send a file", async () => {
  await expect(receiveUpload(world.as("employee"), { byteLength: 1, body: bytes("x") })).rejects.toMatchObject({ code: "forbidden" });
});
