import { DAMAGE_REMEDY, DAMAGE_WORDS, type Damage } from "#lib/stored-files/client.ts";
import { fileFaultOf } from "./held-back.ts";
import type { EvidencePage } from "./read-evidence.ts";

/** That nobody can look at a file that is damaged where it is stored. */
export function damagedWords(found: Damage): string {
  return `Its file is ${DAMAGE_WORDS[found].is} where it is stored: nobody can look at it. ${DAMAGE_REMEDY}`;
}

/** That nobody can open a file in which the virus scanner found something. */
export function heldBackWords(found: string | null): string {
  return `The virus scanner found ${found ?? "something"}: nobody can open the file. Have it released, or reject it.`;
}

/** That a record which is not finished proves nothing yet. */
export function unfinishedWords(incomplete: string | null): string {
  return `${incomplete ?? "The source is gone."} Until then it proves nothing; it stays in the queue.`;
}

/** Why an evidence cannot be accepted as it is now, by whomever: so that nobody is offered what would be refused. Null where it can. */
export function whyNotAcceptable(page: Pick<EvidencePage, "source" | "inspection" | "storage" | "disposal" | "release">): string | null {
  const fault = fileFaultOf(page);
  if (fault === "held_back") return heldBackWords(page.inspection?.scanDetail ?? null);
  if (fault !== null) return damagedWords(fault);
  return page.source?.incomplete == null ? null : unfinishedWords(page.source.incomplete);
}
