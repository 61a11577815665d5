import { DAMAGE_WORDS, type Damage } from "#lib/stored-files/client.ts";
import type { Status } from "#lib/status/client.ts";

/** Why an evidence's file cannot be had, though the evidence stands as it was judged. */
export type FileFault = Damage | "held_back";

export const FILE_FAULTS = ["missing", "altered", "unreadable", "held_back"] as const satisfies readonly FileFault[];

/** How each is told wherever an evidence is named: the sign of the one vocabulary with a word of its own. */
export const FILE_FAULT_WORDS: Readonly<Record<FileFault, { status: Status; word: string }>> = {
  ...DAMAGE_WORDS,
  held_back: { status: "fail", word: "File held back" },
};

/** What lists filter by: any damage where the file is stored, or that the virus scanner found something. */
export const FILE_FILTERS = { damaged: "Missing, altered or unreadable", held_back: "Held back" } as const;
export type FileFilter = keyof typeof FILE_FILTERS;
