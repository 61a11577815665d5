import { AppError } from "#lib/platform/errors.ts";
import { parseCheckpoint } from "./note/checkpoint.ts";
import { openNote, type NoteVerifier } from "./note/signed-note.ts";
import { parseTlogProof } from "./note/tlog-proof.ts";
import { TREE } from "./node-sha256.ts";
import { verifyInclusion } from "./tree/verify-proof.ts";

const SALT_BYTES = 16;

/** What a proof shows: a leaf stands at this place in the ledger that was signed at this size. */
export type ProvenPlace = { index: bigint; size: bigint; origin: string; root: Uint8Array; signedBy: readonly string[]; checkpoint: string };

/** The same, with what the leaf says. */
export type ProvenRecord = ProvenPlace & { record: string; leafHash: Uint8Array };

/**
 * Judges a proof that travels alone, by nothing but keys that the reader trusts.
 *
 * @throws AppError validation with a sentence: no proof, signed by none of the keys, or leading to another root
 */
export function checkProof(text: string, known: readonly NoteVerifier[]): ProvenRecord {
  const { extra } = parseTlogProof(text);
  if (extra === null || extra.length <= SALT_BYTES) throw new AppError("validation", "proof_unexplained", "The proof does not say what it proves: salt and record are missing.");
  const leafHash = TREE.leaf(extra);
  return { ...checkInclusion(text, known, leafHash), record: Buffer.from(extra.subarray(SALT_BYTES)).toString("utf8"), leafHash };
}

/** The same for a leaf whose record stays closed: shows where it stands, and nothing of what it says. */
export function checkInclusion(text: string, known: readonly NoteVerifier[], leafHash: Uint8Array): ProvenPlace {
  const { index, path, checkpoint } = parseTlogProof(text);
  const opened = openNote(checkpoint, known);
  const { origin, size, root } = parseCheckpoint(opened.text);
  const fault = verifyInclusion(TREE, { index, size, leafHash, path, root });
  if (fault !== null) throw new AppError("validation", "proof_fails", `The proof does not hold. ${fault}`);
  return { index, size, origin, root, signedBy: opened.signedBy.map(({ name }) => name), checkpoint };
}

/**
 * A signed head that travels alone.
 *
 * @throws AppError validation: no checkpoint, or signed by none of the keys
 */
export function checkCheckpoint(note: string, known: readonly NoteVerifier[]): { origin: string; size: number; root: string; signedBy: readonly NoteVerifier[] } {
  const opened = openNote(note, known);
  const { origin, size, root } = parseCheckpoint(opened.text);
  return { origin, size: Number(size), root: Buffer.from(root).toString("hex"), signedBy: opened.signedBy };
}
