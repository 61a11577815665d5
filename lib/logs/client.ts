// Words and pure rules of logs that browser code may use.

/** Longest name of a source, and of a file, in characters. */
export const SOURCE_NAME_MAX = 120;
export const FILE_NAME_MAX = 255;

/** What a scan can have noticed about a segment as a whole. `partial` ones mean that text was not read. */
export const SCAN_NOTES = {
  crlf: { text: "Lines end with CR LF.", partial: false },
  no_final_newline: { text: "The last line has no line end: it may have been cut off.", partial: false },
  gzip_cut_off: { text: "The compressed file stops short: what follows the cut is missing.", partial: true },
  gzip_corrupt: { text: "The compressed file is damaged: what follows the damage was not read.", partial: true },
  correlation_afresh: { text: "The rules changed since the segment before it: counts that span both began anew.", partial: false },
  late_events: { text: "Some events came too late for their time window and were not counted in it.", partial: true },
  groups_evicted: { text: "More addresses or accounts than are counted at once: some counts were given up.", partial: true },
  rules_refused: { text: "Some rules could not be read and did not take part.", partial: true },
} as const satisfies Record<string, { text: string; partial: boolean }>;

export type ScanNote = keyof typeof SCAN_NOTES;

/** Why a line was not understood, in words. */
export const UNPARSED_WORDS: Readonly<Record<string, string>> = {
  empty: "empty line",
  no_header: "no time and program in front",
  invalid_json: "begins like JSON but is not",
  message_too_long_for_fields: "message too long to take fields from",
};

/** Reads an offset like `+02:00`, `-0330` or `Z` as minutes east of UTC; null when it is none. */
export function parseUtcOffset(text: string): number | null {
  if (/^(?:z|utc)$/i.test(text.trim())) return 0;
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(text.trim());
  if (found === null) return null;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  if (Number(found[3]) > 59 || minutes > UTC_OFFSET_MAX_MINUTES) return null;
  return found[1] === "-" ? -minutes : minutes;
}

/** The widest offset in use is +14:00. */
export const UTC_OFFSET_MAX_MINUTES = 14 * 60;

/** Minutes east of UTC as `+02:00`. */
export function formatUtcOffset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${String(Math.floor(size / 60)).padStart(2, "0")}:${String(size % 60).padStart(2, "0")}`;
}
