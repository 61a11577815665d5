import type { DriftCause, DriftSource } from "#lib/drift/client.ts";

/** With what a control is compared: "Library", "Folder controls-of-ours". */
export function sourceText({ source, place }: { source: DriftSource; place: string }): string {
  return source === "library" ? "Library" : `Folder ${place}`;
}

/** Who changed it since both said the same. */
export const CAUSE_WORDS: Readonly<Record<DriftCause, string>> = { source: "there", here: "here", both: "on both sides", unknown: "not recorded" };
