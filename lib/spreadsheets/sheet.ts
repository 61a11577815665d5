/** What one cell holds. A Date is an instant, shown in the sheet's time zone. */
export type Cell = string | number | boolean | Date | null;

/** A table on its way into a file: read as it is written, so its length does not matter. */
export type Sheet = {
  /** What the table is; an XLSX file calls its first sheet so. */
  title: string;
  headers: readonly string[];
  /** How wide each column opens in a spreadsheet, in characters. */
  widths: readonly number[];
  rows: AsyncIterable<readonly Cell[]>;
  /** IANA name of the time zone in which instants are written. */
  zone: string;
  /** What is known before the first row: what the table shows, who asked for it, when. One sentence each. */
  preface: readonly string[];
  /** What is known after the last row. */
  ending(written: Written): string;
};

/** How much of a sheet went into the file. */
export type Written = {
  rows: number;
  /** False when the file could not hold all rows. */
  complete: boolean;
};
