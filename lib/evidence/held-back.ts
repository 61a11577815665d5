import type { FileFault } from "./file-fault.ts";
import type { EvidencePage } from "./read-evidence.ts";

/** Whether a file is handed out to nobody: the virus scanner found something in it, and nobody released it. */
export function isHeldBack({ inspection, release }: Pick<EvidencePage, "inspection"> & { release: object | null }): boolean {
  return inspection?.scanVerdict === "infected" && release === null;
}

/** Why an evidence's file cannot be had; null where it can, where there is none, and where it was disposed of. */
export function fileFaultOf(page: Pick<EvidencePage, "inspection" | "storage" | "disposal"> & { release: object | null }): FileFault | null {
  if (page.disposal !== null) return null;
  if (page.storage !== null && page.storage.found !== "whole") return page.storage.found;
  return isHeldBack(page) ? "held_back" : null;
}
