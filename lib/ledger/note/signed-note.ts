import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from "node:crypto";
import { AppError } from "#lib/platform/errors.ts";

// Signed notes as of C2SP (c2sp.org/signed-note): a text, an empty line, and a line for each signature.

/** Type of a signature, in the key's id: Ed25519. */
const ED25519 = 1;
const KEY_BYTES = 32;
const ID_BYTES = 4;
/** DER before the 32 bytes of an Ed25519 key: SubjectPublicKeyInfo and PKCS #8 (RFC 8410). */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
/** Also a note with the signatures of many witnesses stays below. */
const MAX_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;
const SIGNATURE_LINE = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/u;
const NAME = /^[^\s+]+$/u;

/** Who may sign: a name and a public key. */
export type NoteVerifier = { name: string; keyId: string; publicKey: Uint8Array };

/** Whatever signs notes: a key of ours, or one that never leaves an outside key store. */
export type NoteSigner = NoteVerifier & { sign(text: Uint8Array): Promise<Uint8Array> };

/** What an opened note says, and whose signatures on it hold. */
export type OpenedNote = { text: string; signedBy: NoteVerifier[] };

/** @throws AppError validation: the name has spaces or a plus, or the key is no Ed25519 key of 32 bytes */
export function noteVerifier(name: string, publicKey: Uint8Array): NoteVerifier {
  if (!NAME.test(name) || publicKey.length !== KEY_BYTES) throw malformed("A note's key has a name without spaces or plus signs, and 32 bytes.");
  return { name, keyId: hash("sha256", Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey]), "hex").slice(0, 2 * ID_BYTES), publicKey };
}

/** The one line by which others know a key: `name+id+base64(type ‖ key)`. */
export function formatVerifier({ name, keyId, publicKey }: NoteVerifier): string {
  return `${name}+${keyId}+${Buffer.concat([Buffer.of(ED25519), publicKey]).toString("base64")}`;
}

/** @throws AppError validation when the line is no key, of another type, or its id is not the key's */
export function parseVerifier(line: string): NoteVerifier {
  const [name, keyId, encoded, ...more] = splitKey(line.trim());
  const bytes = Buffer.from(encoded ?? "", "base64");
  if (name === undefined || more.length > 0 || bytes[0] !== ED25519) throw malformed("A note's key is written as name+id+key, with an Ed25519 key.");
  const verifier = noteVerifier(name, bytes.subarray(1));
  if (verifier.keyId !== keyId) throw malformed("The id of the note's key is not that of the key.");
  return verifier;
}

// The base64 of the key may hold plus signs itself.
function splitKey(line: string): string[] {
  const [name, keyId, ...encoded] = line.split("+");
  return [name, keyId, encoded.join("+")].filter((part) => part !== undefined);
}

/** Signs with a private key held in memory: the 32 bytes of its seed (RFC 8032). */
export function localSigner(name: string, seed: Uint8Array): NoteSigner {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(SPKI.length);
  return { ...noteVerifier(name, publicKey), sign: (text) => Promise.resolve(sign(null, text, key)) };
}

/** @throws AppError validation when the text does not end a line, or holds control characters */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<string> {
  if (!text.endsWith("\n") || hasControls(text)) throw malformed("A note is lines of text.");
  const bytes = Buffer.from(text);
  const lines = await Promise.all(signers.map(async (signer) => {
    const signature = Buffer.concat([Buffer.from(signer.keyId, "hex"), await signer.sign(bytes)]).toString("base64");
    return `\u2014 ${signer.name} ${signature}\n`;
  }));
  return `${text}\n${lines.join("")}`;
}

/**
 * Reads a note. Signatures of keys that are not asked about are passed over.
 *
 * @throws AppError validation when it is no note, a known key's signature does not hold, or no known key signed it
 */
export function openNote(note: string, known: readonly NoteVerifier[]): OpenedNote {
  const { text, signatures } = splitNote(note);
  const bytes = Buffer.from(text);
  const signedBy = new Map<string, NoteVerifier>();
  for (const { name, keyId, signature } of signatures) {
    const verifier = known.find((one) => one.name === name && one.keyId === keyId);
    if (verifier === undefined) continue;
    if (!verify(null, bytes, publicKeyOf(verifier.publicKey), signature)) throw new AppError("validation", "note_signature", `The signature of ${name} does not fit the note.`);
    signedBy.set(`${name} ${keyId}`, verifier);
  }
  if (signedBy.size === 0) throw new AppError("validation", "note_unsigned", "None of the known keys signed the note.");
  return { text, signedBy: [...signedBy.values()] };
}

function splitNote(note: string): { text: string; signatures: { name: string; keyId: string; signature: Buffer }[] } {
  if (note.length > MAX_BYTES || hasControls(note) || !note.endsWith("\n")) throw malformed("This is no signed note.");
  const end = note.lastIndexOf("\n\n");
  const lines = note.slice(end + 2, -1).split("\n");
  if (end < 1 || lines.length > MAX_SIGNATURES) throw malformed("This is no signed note.");
  const signatures = lines.map((line) => {
    const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
    const bytes = Buffer.from(encoded ?? "", "base64");
    if (name === undefined || name.includes("+") || bytes.length <= ID_BYTES) throw malformed("A signature line of the note is malformed.");
    return { name, keyId: bytes.subarray(0, ID_BYTES).toString("hex"), signature: bytes.subarray(ID_BYTES) };
  });
  return { text: note.slice(0, end + 1), signatures };
}

function publicKeyOf(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: toSpki(bytes), format: "der", type: "spki" });
}

/** The 32 bytes of an Ed25519 key as SubjectPublicKeyInfo (RFC 8410). */
export function toSpki(publicKey: Uint8Array): Buffer {
  return Buffer.concat([SPKI, publicKey]);
}

/** The inverse of {@link toSpki}. */
export function fromSpki(spki: Uint8Array): Uint8Array {
  return spki.subarray(SPKI.length);
}

/** Control characters of ASCII other than the newline, or text that is not Unicode. */
function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) < 0x20 && text[at] !== "\n") return true;
  return !text.isWellFormed();
}

function malformed(message: string): AppError {
  return new AppError("validation", "note_malformed", message);
}
