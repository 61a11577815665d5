import type { EvidencePage } from "./read-evidence.ts";

/** Whether a file is handed out to nobody: the virus scanner found something in it, and nobody released it. */
export function isHeldBack({ inspection, release }: Pick<EvidencePage, "inspection"> & { release: object | null }): boolean {
  return inspection?.scanVerdict === "infected" && release === null;
}
