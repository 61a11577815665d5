/** Limits of spreadsheets, in one place, each with its reason. */
export const SPREADSHEET_LIMITS = {
  /** Bytes of a file: a sheet of a few thousand rows of text has about one million. */
  fileBytes: 8 * 1024 * 1024,
  /** Bytes of its parts unpacked: a small file that unpacks to gigabytes stops here. */
  unpackedBytes: 64 * 1024 * 1024,
  /** Parts of a workbook: a few for each sheet. */
  parts: 2_000,
  /** Rows that are read: an organization has at most 2,000 controls, and a sheet some lines above them. */
  rows: 2_100,
  columns: 100,
  /** Characters of one cell: what a spreadsheet program itself allows. */
  cellCharacters: 32_767,
  sheets: 200,
} as const;
