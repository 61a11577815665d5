import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { formatVerifier, localSigner, noteVerifier, openNote, parseVerifier, signNote } from "./signed-note.ts";
import { formatTlogProof, parseTlogProof } from "./tlog-proof.ts";

const ours = localSigner("tickmark.example/org_1", randomBytes(32));
const theirs = localSigner("witness.example", randomBytes(32));
const TEXT = "one\n\ntwo\n";

describe("a note", () => {
  test("is opened by each key that signed it, past signatures of strangers", async () => {
    const note = await signNote(TEXT, [ours, theirs]);
    expect(openNote(note, [ours]).text).toBe(TEXT);
    expect(openNote(note, [theirs, ours]).signedBy.map(({ name }) => name)).toEqual([ours.name, theirs.name]);
    expect(parseVerifier(formatVerifier(ours))).toEqual({ name: ours.name, keyId: ours.keyId, publicKey: ours.publicKey });
  });

  test("is refused when no known key signed it: another name, another key of the same name", async () => {
    const note = await signNote(TEXT, [ours]);
    expect(() => openNote(note, [theirs])).toThrow(/None of the known keys/);
    expect(() => openNote(note, [localSigner(ours.name, randomBytes(32))])).toThrow(/None of the known keys/);
    expect(() => openNote(note, [noteVerifier("another.example", ours.publicKey)])).toThrow(/None of the known keys/);
  });

  test("is refused when any known key's signature does not hold, whatever the others say", async () => {
    const note = await signNote(TEXT, [ours]);
    const [forged = ""] = (await signNote("other\n", [theirs])).split("\n").slice(-2);
    expect(() => openNote(`${note}${forged}\n`, [ours, theirs])).toThrow(/witness\.example does not fit/);
    expect(openNote(`${note}${forged}\n`, [ours]).signedBy).toHaveLength(1);
    expect(() => openNote(note.replace("two", "twe"), [ours])).toThrow(/does not fit/);
  });

  test("is refused when it is none", async () => {
    const note = await signNote(TEXT, [ours]);
    const notes = ["", "\n", TEXT, note.trimEnd(), note.replace("one", "o\tne"), note.replace("one", "o\u0000ne"), note.replace("\u2014", "-"), `${note}more\n`, "x".repeat(1_000_001), `\n${note.slice(note.lastIndexOf("\n\n") + 1)}`, "\ud800\n\n\u2014 a AAAAAAAA\n"];
    for (const one of notes) expect(() => openNote(one, [ours]), JSON.stringify(one.slice(0, 60))).toThrow(/no signed note|signature line|None of the known/);
    await expect(signNote("no line", [ours])).rejects.toThrow(/lines of text/);
  });

  test("has no key with spaces, pluses, another type or another's id", () => {
    for (const name of ["", "a b", "a+b", "a\u00a0b"]) expect(() => noteVerifier(name, ours.publicKey), name).toThrow(/without spaces/);
    const [name, , key = ""] = [ours.name, ours.keyId, formatVerifier(ours).split("+").slice(2).join("+")];
    const bytes = Buffer.from(key, "base64");
    for (const line of ["", "a", "a+b", `${name}+00000000+${key}`, `${name}+${ours.keyId}+${Buffer.concat([Buffer.of(4), bytes.subarray(1)]).toString("base64")}`]) expect(() => parseVerifier(line), line).toThrow(/note's key/);
  });
});

describe("a checkpoint", () => {
  const checkpoint = { origin: "tickmark.example/org_1", size: 2n ** 63n, root: Uint8Array.from(randomBytes(32)) };
  test("is three lines, and may have more", () => {
    const text = formatCheckpoint(checkpoint);
    expect(parseCheckpoint(text)).toEqual({ ...checkpoint, root: Buffer.from(checkpoint.root) });
    expect(parseCheckpoint(`${text}more\n`).size).toBe(checkpoint.size);
  });
  test("is refused with a size, root or line that is none", () => {
    const [origin = "", size = "", root = ""] = formatCheckpoint(checkpoint).split("\n");
    const texts = ["", `${origin}\n${size}\n`, `\n${size}\n${root}\n`, `${origin}\n01\n${root}\n`, `${origin}\n-1\n${root}\n`, `${origin}\n1e3\n${root}\n`, `${origin}\n${size}\n${root.slice(4)}\n`, `${origin}\n${size}\n${root}`, `${origin}\n${size}\n${root}\n\nmore\n`, `${origin}\n${size}\n ${root}\n`];
    for (const text of texts) expect(() => parseCheckpoint(text), JSON.stringify(text)).toThrow(/no checkpoint/);
  });
});

describe("a proof that travels alone", () => {
  const path = [randomBytes(32), randomBytes(32)];
  const checkpoint = "origin\n3\nroot\n\n\u2014 origin AAAA\n";
  test("comes back as it was written, with and without what explains the leaf", () => {
    for (const extra of [null, Buffer.from("salt and record")]) {
      const proof = { index: 2n ** 64n - 1n, path, checkpoint, extra };
      expect(parseTlogProof(formatTlogProof(proof))).toEqual(proof);
    }
    expect(parseTlogProof(formatTlogProof({ index: 0n, path: [], checkpoint, extra: null })).path).toEqual([]);
  });
  test("is refused when it is none", () => {
    const good = formatTlogProof({ index: 7n, path, checkpoint, extra: null });
    for (const text of ["", "\n\n", good.replace("@v1", "@v2"), good.replace("index 7", "index 07"), good.replace("index 7\n", ""), good.replace(/^[\w+/]{43}=$/m, "AAAA"), good.replace("\n\n", "\n"), good.replace("\n\n", `\n${`${path[0]?.toString("base64") ?? ""}\n`.repeat(70)}\n`)]) {
      expect(() => parseTlogProof(text), JSON.stringify(text.slice(0, 60))).toThrow(/no proof/);
    }
  });
});
