/** Limits of an import, in one place, each with its reason. */
export const IMPORT_LIMITS = {
  /** Rows of one import: as many as an organization may have controls. */
  rows: 2_000,
  /** Characters of one cell: what a spreadsheet program itself allows. */
  cellCharacters: 32_767,
  /** Requests of one cell, a line each. */
  requestsPerControl: 20,
  /** Problems that are shown; a sheet with more has one cause. */
  problemsShown: 200,
} as const;
