/** How much of a file is shown, each with its reason. What is left out is told beside it. */
export const PREVIEW_LIMITS = {
  /** A person reads no further; a browser draws it at once. */
  textBytes: 512 * 1024,
  rows: 1_000,
  columns: 60,
  /** A table is read to its end for the count of its rows up to here. */
  tableBytes: 8 * 1024 * 1024,
  jsonBytes: 512 * 1024,
  imageBytes: 25 * 1024 * 1024,
  pdfBytes: 50 * 1024 * 1024,
  pdfPages: 50,
  /** Long enough to load a page with its frame, short enough that an address that leaks is of no use. */
  linkMs: 5 * 60_000,
} as const;
