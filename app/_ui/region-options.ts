import { REGION_CODES, REGIONS, regionExample } from "#lib/platform/region.ts";

/** What a region decides, and what it leaves. */
export const REGION_HINT = "How days, times and numbers are written, and which day begins a week. Texts stay English; packets, files and mails keep one form for readers anywhere.";

/** Every region with what it makes of the same day, time and number, by name. */
export function regionOptions(): { value: string; label: string }[] {
  const named = REGION_CODES.map((code) => ({ value: code, label: `${REGIONS[code].name}: ${regionExample(code)}` }));
  return named.sort((one, other) => (one.label < other.label ? -1 : 1));
}
