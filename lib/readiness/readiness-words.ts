import { evidenceReference } from "#lib/evidence/client.ts";
import { statusFacts } from "#lib/status/client.ts";
import { DAMAGE_WORDS } from "#lib/stored-files/client.ts";
import type { BurnDay } from "./burn-down.ts";
import type { ReadinessRow } from "./read-readiness.ts";

// The same words on the page, in its files and on paper.

/** A share of days with its counts, cut and never rounded up; in words while no day is over. */
export function shareWords({ provenDays, endedDays }: Pick<ReadinessRow, "provenDays" | "endedDays">): string {
  return endedDays === 0 ? "not yet known" : `${Math.floor((provenDays * 1000) / endedDays) / 10} % (${provenDays} of ${endedDays} days)`;
}

/** An evidence that counts as it was accepted, and whose file is not what was stored. */
export function damagedWords({ number, found }: ReadinessRow["damaged"][number]): string {
  return `${evidenceReference(number)} ${DAMAGE_WORDS[found].word.toLowerCase()}`;
}

/** How a requirement stands now, where no control stands for it too. */
export function standingWords(row: Pick<ReadinessRow, "gap" | "status">): string {
  return row.gap === "unmapped" ? "No control" : row.gap === "only_contributed" ? "Only contributed to" : statusFacts(row.status).word;
}

/** For which requests nothing was ever accepted. */
export function notKnownWords({ count, named }: ReadinessRow["notKnown"]): string {
  const more = count - named.length;
  return `${named.join("; ")}${more > 0 ? `; ${more} more` : ""}`;
}

type Write = { number: (value: number) => string; day: (date: string) => string };

/** How the requests stood on a day of the burn-down, as a sentence without its point. */
export function burnWords({ day, when, proven, lapsed, unknown, total }: BurnDay, write: Write): string {
  const open = [...(lapsed === 0 ? [] : [`${write.number(lapsed)} no longer ${lapsed === 1 ? "is" : "are"}`]), ...(unknown === 0 ? [] : [`of ${write.number(unknown)} nothing is known yet`])];
  return `${when === "today" ? "Today" : `On ${write.day(day)}`} ${write.number(proven)} of ${write.number(total)} requests are proven${open.length === 0 ? "" : `; ${open.join(", ")}`}`;
}
