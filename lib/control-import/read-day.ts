/** Days since 30 December 1899, as spreadsheet programs store a date (the 1900 system); those of this century and the next. */
const SERIAL = /^[3-9]\d{4}(?:\.\d+)?$/;
const EPOCH = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

/** The calendar day that a cell holds, `YYYY-MM-DD`: written so, or as a date of the program; null for anything else. */
export function readDay(cell: string): string | null {
  if (SERIAL.test(cell)) return new Date(EPOCH + Math.floor(Number(cell)) * DAY).toISOString().slice(0, 10);
  const day = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(cell)?.[1];
  if (day === undefined) return null;
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day ? null : day;
}
