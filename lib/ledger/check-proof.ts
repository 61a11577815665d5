import { AppError } from "#lib/platform/errors.ts";
import { parseCheckpoint } from "./note/checkpoint.ts";
import { openNote, type NoteVerifier } from "./note/signed-note.ts";
import { parseTlogProof } from "./note/tlog-proof.ts";
import { TREE } from "./node-sha256.ts";
import { verifyInclusion } from "./tree/verify-proof.ts";

const SALT_BYTES = 16;

/** What a proof shows: this record stands at this place in the ledger that was signed at this size. */
export type ProvenRecord = { record: string; index: bigint; size: bigint; origin: string; root: Uint8Array; signedBy: readonly string[] };

/**
 * Judges a proof that travels alone, by nothing but keys that the reader trusts.
 *
 * @throws AppError validation with a sentence: no proof, signed by none of the keys, or leading to another root
 */
export function checkProof(text: string, known: readonly NoteVerifier[]): ProvenRecord {
  const { index, path, checkpoint, extra } = parseTlogProof(text);
  const opened = openNote(checkpoint, known);
  const { origin, size, root } = parseCheckpoint(opened.text);
  if (extra === null || extra.length <= SALT_BYTES) throw new AppError("validation", "proof_unexplained", "The proof does not say what it proves: salt and record are missing.");
  const fault = verifyInclusion(TREE, { index, size, leafHash: TREE.leaf(extra), path, root });
  if (fault !== null) throw new AppError("validation", "proof_fails", `The proof does not hold. ${fault}`);
  return { record: Buffer.from(extra.subarray(SALT_BYTES)).toString("utf8"), index, size, origin, root, signedBy: opened.signedBy.map(({ name }) => name) };
}
