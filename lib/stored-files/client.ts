/** The door of `lib/stored-files` for browser code and for pages. */
export { DAMAGE_REMEDY, DAMAGE_WORDS, type Damage, type DamagedFile } from "./file-words.ts";
