import { numberText } from "./region-now.ts";

/** Megabytes to a tenth, or whole kilobytes below one; little is 1 kB, nothing is none. */
export function sizeText(bytes: number): string {
  if (bytes === 0) return "0 kB";
  return bytes >= 1_000_000 ? `${numberText(bytes / 1_000_000, 1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}
