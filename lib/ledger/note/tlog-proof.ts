import { AppError } from "#lib/platform/errors.ts";
import { HASH_BYTES } from "../tree/tree-hash.ts";

// A proof that travels alone (c2sp.org/tlog-proof): the place of a leaf, the way to the root, and the checkpoint with it.

const HEAD = "c2sp.org/tlog-proof@v1";
const INDEX = /^index (0|[1-9]\d{0,19})$/;
/** A tree of 2^64 leaves is not higher. */
const MAX_PATH = 64;

/** `extra` is believed by nobody: here it holds salt and record, from which the leaf's hash is made anew. */
export type TlogProof = { index: bigint; path: readonly Uint8Array[]; checkpoint: string; extra: Uint8Array | null };

export function formatTlogProof({ index, path, checkpoint, extra }: TlogProof): string {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  return [HEAD, ...(extra === null ? [] : [`extra ${base64(extra)}`]), `index ${index}`, ...path.map(base64), "", checkpoint].join("\n");
}

/** @throws AppError validation when the text is no such proof */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf("\n\n");
  const [head, ...lines] = text.slice(0, Math.max(end, 0)).split("\n");
  const extra = lines[0]?.startsWith("extra ") === true ? Buffer.from(lines.shift()?.slice("extra ".length) ?? "", "base64") : null;
  const [, index] = INDEX.exec(lines.shift() ?? "") ?? [];
  const path = lines.map((line) => ({ line, bytes: Buffer.from(line, "base64") }));
  const sound = path.length <= MAX_PATH && path.every(({ line, bytes }) => bytes.length === HASH_BYTES && bytes.toString("base64") === line);
  if (head !== HEAD || index === undefined || !sound) throw new AppError("validation", "proof_malformed", `This is no proof: it begins with "${HEAD}", names an index, and lists hashes.`);
  return { index: BigInt(index), path: path.map(({ bytes }) => bytes), checkpoint: text.slice(end + 2), extra };
}
