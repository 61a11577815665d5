import { numberText } from "./region-now.ts";

/** Gigabytes or megabytes to a tenth, or whole kilobytes below one of these; little is 1 kB, nothing is none. */
export function sizeText(bytes: number): string {
  if (bytes === 0) return "0 kB";
  if (bytes >= 1_000_000_000) return `${numberText(bytes / 1_000_000_000, 1)} GB`;
  return bytes >= 1_000_000 ? `${numberText(bytes / 1_000_000, 1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}
