import { z } from "zod";
import { lineInput } from "#lib/access/index.ts";

// What a sender says about a file. Claims are kept as claims: shown beside what was found, believed by nothing.

/** Characters that a name may have: with emoji and combining marks a name of 255 letters is longer than 255. */
const NAME_MAX = 255;
const PATH_MAX = 1_024;

/** A name without folders: it is shown, and becomes part of a packet. */
export const fileNameInput = lineInput(NAME_MAX).refine((name) => !/[/\\]/.test(name) && name !== "." && name !== "..", "A file name has no folders.");
export const mediaTypeInput = z.string().max(127).regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/i, "This is not a media type.");
/** Where a file lay: a folder that was chosen whole, or a ZIP that was taken apart. */
export const originalPathInput = lineInput(PATH_MAX);
/** When its file system says that a file was last written. Anybody can set it. */
export const originalModifiedAtInput = z.date();
export const sha256Input = z.string().max(64).regex(/^[0-9a-f]{64}$/, "This is not a SHA-256.");

/** A file's name as it can be kept: without folders and control characters, no longer than a name may be, its ending kept. */
export function keptName(given: string): string {
  const plain = (given.split(/[/\\]/).at(-1) ?? "").toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ").trim();
  if (plain === "" || plain === "." || plain === "..") return "file";
  if (plain.length <= NAME_MAX) return plain;
  const ending = /\.[A-Za-z0-9]{1,12}$/.exec(plain)?.[0] ?? "";
  // Cut between letters as people see them, so that no emoji is halved.
  let kept = "";
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(plain)) {
    if (kept.length + segment.length + ending.length + 1 > NAME_MAX) break;
    kept += segment;
  }
  return `${kept}…${ending}`;
}
