import { z } from "zod";
import type { LibraryControl } from "#lib/controls/index.ts";
import { periodInstants } from "#lib/platform/zoned-time.ts";

/** A control that holds no more, as its file has it: since when, why, and the code of the control that took its place. */
export type FileRetirement = { from: string; reason: string; successor: string | null };

/**
 * A control as files carry it: what it says, since when that holds, and its retirement. Times are instants
 * (`2026-10-01T00:00:00Z`), so that a file says the same in every time zone; people may write a day instead. The
 * mappings and requests of a retired control are those that its retirement ended.
 */
export type FileControl = LibraryControl & { effectiveFrom: string | null; retired: FileRetirement | null };

/** An instant as files write it: to the second where it has no smaller part. */
export const instantText = (at: Date): string => at.toISOString().replace(".000Z", "Z");

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z)?$/u;

/** A day, or an instant in UTC, that exists. */
export const timeSchema = z.string().refine(isTime, "a time is written like 2026-10-01 or 2026-10-01T08:30:00Z, and must exist");

function isTime(text: string): boolean {
  if (!INSTANT.test(text)) return false;
  const at = new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.slice(0, 19));
}

/** A control with its days as instants: a day begins when it does for the organization. */
export function withInstants(control: FileControl, timeZone: string): FileControl {
  const instant = (text: string): string => (text.length === 10 ? instantText(periodInstants({ firstDay: text, lastDay: text, timeZone }).from) : instantText(new Date(text)));
  const { effectiveFrom, retired } = control;
  return { ...control, effectiveFrom: effectiveFrom === null ? null : instant(effectiveFrom), retired: retired === null ? null : { ...retired, from: instant(retired.from) } };
}

/** What a library would adopt of it. */
export function libraryPart({ effectiveFrom: _, retired: __, ...control }: FileControl): LibraryControl {
  return control;
}
