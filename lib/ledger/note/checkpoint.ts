import { AppError } from "#lib/platform/errors.ts";
import { HASH_BYTES } from "../tree/tree-hash.ts";

/** The head of a ledger's tree (c2sp.org/tlog-checkpoint): whose it is, how many leaves, the root over them. */
export type Checkpoint = { origin: string; size: bigint; root: Uint8Array };

const SIZE = /^(0|[1-9]\d{0,19})$/;

/** The text that is signed. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
}

/** @throws AppError validation when the text is no checkpoint */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, encoded, ...more] = text.split("\n");
  const root = Buffer.from(encoded ?? "", "base64");
  // Further lines are allowed by the format, and none of them empty; the last one is what follows the final newline.
  const wellEnded = more.at(-1) === "" && more.slice(0, -1).every((line) => line !== "");
  if (!origin || size === undefined || !SIZE.test(size) || root.length !== HASH_BYTES || root.toString("base64") !== encoded || !wellEnded) {
    throw new AppError("validation", "checkpoint_malformed", "This is no checkpoint: it begins with three lines, for origin, size and root.");
  }
  return { origin, size: BigInt(size), root };
}
