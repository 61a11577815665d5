// Words and pure rules of logs that browser code may use.

/** Longest name of a source, and of a file, in characters. */
export const SOURCE_NAME_MAX = 120;
export const FILE_NAME_MAX = 255;

/** A file's name as it is kept. The end of a long one tells more than its beginning, for dates and numbers of rotation stand there; no character is halved. */
export function keptFileName(name: string): string {
  return name.slice(-FILE_NAME_MAX).replace(/^[\uDC00-\uDFFF]/, "");
}

/** How far the reading of a segment has come. */
export const SCAN_STATUSES = ["queued", "running", "finished", "failed"] as const;
export type ScanStatus = (typeof SCAN_STATUSES)[number];

/** What a scan can have noticed about a segment as a whole. `partial` ones mean that text was not read. */
export const SCAN_NOTES = {
  crlf: { text: "Lines end with CR LF.", partial: false },
  no_final_newline: { text: "The last line has no line end: it may have been cut off.", partial: false },
  nul_bytes: { text: "Some lines contain NUL bytes.", partial: false },
  gzip_cut_off: { text: "The compressed file stops short: what follows the cut is missing.", partial: true },
  gzip_corrupt: { text: "The compressed file is damaged: what follows the damage was not read.", partial: true },
  gzip_over_limit: { text: "The compressed file unfolds to more text than is read: the rest was left out.", partial: true },
  rules_refused: { text: "Some rules could not be read and took no part.", partial: true },
  rule_flooded: { text: "A rule raised more alerts than are let through within an hour and was quarantined: what it found beyond is no alert.", partial: true },
  correlation_afresh: { text: "Rules changed since the segment before: their counts across both began anew.", partial: false },
  late_events: { text: "Some events came too late for the time window of a rule and were not counted in it.", partial: true },
  untimed_events: { text: "Some matching lines state no time; the time last seen could not stand in for all of them.", partial: true },
  incomplete_events: { text: "Some matching lines lack the address or account that a rule counts by; it did not count them.", partial: true },
  future_dated_events: { text: "Some lines are dated after they were received; they were counted at their receipt.", partial: false },
  groups_evicted: { text: "More addresses or accounts at once than a rule keeps: counts of the oldest were given up.", partial: true },
  entries_dropped: { text: "More events in one time window than a rule keeps: only the newest were counted.", partial: false },
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
