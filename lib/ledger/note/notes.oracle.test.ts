import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { formatVerifier, localSigner, openNote, parseVerifier, signNote } from "./signed-note.ts";

// The published example of golang.org/x/mod/sumdb/note; its private key is an example, no secret.

const FILE = path.join(process.env.TICKMARK_ORACLES ?? "TICKMARK_ORACLES is not set", "packets", "c2sp", "signed-note-vectors.json");
const vector = z.object({ skey: z.string(), vkey: z.string(), text: z.string(), signature_line: z.string() });

describe("the published signed note", () => {
  const { vectors } = z.object({ vectors: z.tuple([vector], z.unknown()) }).parse(JSON.parse(readFileSync(FILE, "utf8")));
  const [{ skey, vkey, text, signature_line: line }] = vectors;
  const note = `${text}\n${line}\n`;

  it("opens with its key, and is signed by the same bytes", async () => {
    const verifier = parseVerifier(vkey);
    expect(openNote(note, [verifier])).toEqual({ text, signedBy: [verifier] });
    const seed = Buffer.from(skey.split("+").slice(4).join("+"), "base64").subarray(1);
    const signer = localSigner("PeterNeumann", seed);
    expect(formatVerifier(signer)).toBe(vkey);
    expect(await signNote(text, [signer])).toBe(note);
  });

  it("does not open with one letter changed", () => {
    expect(() => openNote(note.replace("cryptography", "Cryptography"), [parseVerifier(vkey)])).toThrow(/does not fit/);
  });
});
