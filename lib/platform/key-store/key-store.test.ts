import { createPublicKey, randomBytes, verify } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openKeyStore, type StoredKey } from "./key-store.ts";
import { outsideKeys } from "./outside-keys.ts";
import { wrappedKeys } from "./wrapped-keys.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tickmark-keys-"));
});
afterAll(() => rm(folder, { recursive: true }));

const message = Buffer.from("a checkpoint\n");
const wrapped = wrappedKeys(randomBytes(32));

async function script(name: string, body: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, `#!${process.execPath}\n${body}`);
  await chmod(file, 0o700);
  return file;
}

/** A store of the operator's that keeps its keys in a folder, as files. */
const STORE = `
const { createPublicKey, createPrivateKey, generateKeyPairSync, sign } = require("node:crypto");
const { readFileSync, writeFileSync } = require("node:fs");
const asked = JSON.parse(readFileSync(0, "utf8"));
const file = __dirname + "/" + Buffer.from(asked.key).toString("hex");
if (asked.operation === "create") {
  const { privateKey, publicKey } = asked.algorithm === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("rsa", { modulusLength: 3072 });
  writeFileSync(file, privateKey.export({ format: "pem", type: "pkcs8" }));
  console.log(JSON.stringify({ public_key: publicKey.export({ format: "der", type: "spki" }).toString("base64") }));
} else {
  const key = createPrivateKey(readFileSync(file, "utf8"));
  console.log(JSON.stringify({ signature: sign(asked.algorithm === "ed25519" ? null : "sha256", Buffer.from(asked.message, "base64"), key).toString("base64") }));
}
`;

describe.each(["ed25519", "rsa-3072"] as const)("a key of %s", (algorithm) => {
  const holds = (key: StoredKey, signature: Uint8Array): boolean => verify(algorithm === "ed25519" ? null : "sha256", message, createPublicKey({ key: Buffer.from(key.publicKey), format: "der", type: "spki" }), signature);

  test("signs out of the database, wrapped under its own label alone", async () => {
    const store = openKeyStore(wrapped, null);
    const key = { label: "one", algorithm, ...(await store.create("one", algorithm)) };
    expect(holds(key, await store.sign(key, message))).toBe(true);
    await expect(store.sign({ ...key, label: "another" }, message)).rejects.toThrow();
  });

  test("signs in an outside store, which gives no secret away", async () => {
    const store = openKeyStore(wrapped, outsideKeys(await script("store.cjs", STORE)));
    const key = { label: `ledger-key:org_1:${algorithm}`, algorithm, ...(await store.create(`ledger-key:org_1:${algorithm}`, algorithm)) };
    expect(key.wrappedSecret).toBeNull();
    expect(holds(key, await store.sign(key, message))).toBe(true);
    // A key of before is used where it lies, beside the outside ones.
    const old = { label: "old", algorithm, ...(await wrapped.create("old", algorithm)) };
    expect(holds(old, await store.sign(old, message))).toBe(true);
    // Without the store its keys sign nothing.
    await expect(openKeyStore(wrapped, null).sign(key, message)).rejects.toThrow(/none is set/);
  });
});

describe("an outside store is not relied on that", () => {
  const key = async (): Promise<StoredKey> => ({ label: "k", algorithm: "ed25519", publicKey: (await wrapped.create("k", "ed25519")).publicKey, wrappedSecret: null });
  const signing = async (name: string, body: string, timeoutMs?: number): Promise<Uint8Array> => openKeyStore(wrapped, outsideKeys(await script(name, body), timeoutMs)).sign(await key(), message);

  test("signs with another key than was recorded", async () => {
    await expect(signing("other.cjs", `const { generateKeyPairSync, sign } = require("node:crypto"); console.log(JSON.stringify({ signature: sign(null, Buffer.from("a checkpoint\\n"), generateKeyPairSync("ed25519").privateKey).toString("base64") }));`)).rejects.toThrow(/another key/);
  });

  test.each([
    ["refuses", "process.exit(3);", /refused \(3\)/],
    ["answers nonsense", "console.log('hello');", /no answer/],
    ["answers without end", "for (;;) require('node:fs').writeSync(1, 'x'.repeat(4096));", /was ended/],
    ["never answers", "setTimeout(() => {}, 60000);", /did not answer within 1 seconds/],
  ])("%s", async (name, body, message) => {
    await expect(signing(`${name.replaceAll(" ", "_")}.cjs`, body, name === "never answers" ? 1_000 : undefined)).rejects.toThrow(message);
  });

  test("is not there", async () => {
    await expect(openKeyStore(wrapped, outsideKeys(path.join(folder, "nothing"))).sign(await key(), message)).rejects.toThrow(/cannot be started/);
  });

  test("makes a key of another kind than was asked for", async () => {
    const file = await script("short.cjs", `const { publicKey } = require("node:crypto").generateKeyPairSync("rsa", { modulusLength: 2048 }); console.log(JSON.stringify({ public_key: publicKey.export({ format: "der", type: "spki" }).toString("base64") }));`);
    await expect(openKeyStore(wrapped, outsideKeys(file)).create("k", "rsa-3072")).rejects.toThrow(/no key of the kind/);
  });
});
