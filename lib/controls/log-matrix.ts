import type { Position } from "#lib/content/index.ts";

/** Something that a log record must tell. */
export interface LogMatrixField {
  id: string;
  title: string;
  meaning: string;
}

/** One line as a system writes it. */
export interface LogExample {
  line: string;
  /** `seed`: from the matrix that this one descends from. `ours`: written by the authors of this library. */
  origin: "seed" | "ours";
  /** The format that the line is in, one of the row's formats; null when the line alone does not tell. */
  format: string | null;
  at: Position;
}

/** One kind of event that in-scope systems must log. */
export interface LogMatrixRow {
  id: string;
  group: string;
  event: string;
  /** Why it is logged: what can be seen with it. */
  purpose: string;
  /** Ids of {@link LogMatrixField}. */
  requiredFields: string[];
  /** Names of log formats in which the event is known to appear; the log engine may not read all of them yet. */
  formats: string[];
  examples: LogExample[];
  /** Codes of the controls that rest on the row. */
  controls: string[];
  at: Position;
}

/** Which events are logged, with what in them, and why. */
export interface LogMatrix {
  title: string;
  basis: string;
  fields: LogMatrixField[];
  groups: { id: string; title: string }[];
  rows: LogMatrixRow[];
}
