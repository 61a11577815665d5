import { useEffect, useSyncExternalStore } from "react";
import { EDITED_PART_NAMES, type ControlTexts } from "#lib/drafts/client.ts";

/** What somebody typed and has not saved, with the versions that they began from. */
export type Kept = { texts: ControlTexts; reason: string; effectiveDay: string; begun: Begun; at: string };
export type Begun = { version: number; textVersion: number; draft: { id: string; revision: number } | null };

/** What a tab held when its form was opened: looked at once, so that what is typed from then on does not count as found. */
const found = new Map<string, Kept | null>();

const keyOf = (place: string): string => `tickmark:control-edit:${place}`;

/** Keeps what is typed in this tab: an expired sign-in, a closed page or a lost connection costs nothing. */
export function keep(place: string, kept: Kept): void {
  sessionStorage.setItem(keyOf(place), JSON.stringify(kept));
}

export function forget(place: string): void {
  sessionStorage.removeItem(keyOf(place));
  found.delete(place);
}

/** What was typed in this tab before the form was opened, and not saved. */
export function useFound(place: string): Kept | null {
  useEffect(() => () => void found.delete(place), [place]);
  return useSyncExternalStore(never, () => foundAt(place), () => null);
}

function never(): () => void {
  return () => undefined;
}

function foundAt(place: string): Kept | null {
  const known = found.get(place);
  if (known !== undefined) return known;
  const kept = readKept(sessionStorage.getItem(keyOf(place)));
  found.set(place, kept);
  return kept;
}

/** A tab outlives a release: what an earlier one kept in another form is nothing. */
function readKept(text: string | null): Kept | null {
  if (text === null) return null;
  const kept = JSON.parse(text) as Partial<Kept>;
  const isWhole = EDITED_PART_NAMES.every((part) => typeof kept.texts?.[part] === "string") && typeof kept.begun?.version === "number" && typeof kept.at === "string";
  return isWhole ? (kept as Kept) : null;
}
