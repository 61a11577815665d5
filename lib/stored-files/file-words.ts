import type { BlobFound } from "#lib/platform/blob-store/check-blob.ts";
import type { Status } from "#lib/status/index.ts";

/** What can be wrong with a file where it is stored. */
export type Damage = Exclude<BlobFound, "whole">;

/** That a stored file is not what was sent, and since when that is known. */
export type DamagedFile = { sha256: string; found: Damage; since: Date };

type Words = { status: Status; /** Beside the sign, in sentence case. */ word: string; /** What it means to whoever relies on the file. */ meaning: string; /** Inside a sentence: "the file is …". */ is: string };

/** How damage is told, everywhere: the sign of the one status vocabulary, with words of its own. */
export const DAMAGE_WORDS: Readonly<Record<Damage, Words>> = {
  missing: { status: "fail", word: "File missing", is: "missing", meaning: "Nothing lies where the file was stored. What was recorded of it stays: its hash, reviews and place in the ledger." },
  altered: { status: "fail", word: "File altered", is: "altered", meaning: "What lies where the file was stored is not what was sent. It is shown to nobody and handed out to nobody." },
  unreadable: { status: "could_not_run", word: "File unreadable", is: "unreadable", meaning: "The disk does not give the file out, or its key does not open. Whether it is whole is not known." },
};

/** What brings a damaged file back. */
export const DAMAGE_REMEDY = "It is well again when the same file is sent once more, or put back from a backup.";
