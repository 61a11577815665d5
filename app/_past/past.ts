import { addressValue, wordIn } from "#app/_list/address-value.ts";
import type { ListFilter } from "#app/_list/define-list.ts";
import { dayText } from "#app/_occurrence/window-text.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { ALL_RECORDED, endOfDay, KNOWLEDGE, type Knowledge } from "#lib/platform/as-of.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";

/** A past day that is looked at, at its very end, and by what was known of it. */
export type Past = { day: string; known: Knowledge; asOf: Date; knownAt: Date };

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

const knowledgeIn = (query: Query): Knowledge => KNOWLEDGE.find((one) => one === addressValue(query, "known")) ?? "then";

/** The past day that an address asks for. Today, the future and what is no day mean now: undefined. */
export function pastOf(query: Query, zone: string, now: Date): Past | undefined {
  const day = addressValue(query, "asOf");
  if (day === undefined || !isDay(day) || day >= dayOf(now, zone)) return undefined;
  const [asOf, known] = [endOfDay(day, zone), knowledgeIn(query)];
  return { day, known, asOf, knownAt: known === "now" ? ALL_RECORDED : asOf };
}

/** The same as the input of a verb that takes instants. */
export function instantsOf(past: Past | undefined): { asOf?: Date; knownAt?: Date } {
  return past === undefined ? {} : { asOf: past.asOf, knownAt: past.knownAt };
}

/** The same as the input of a list's verb, which knows the zone itself. */
export function dayAsked(query: Query): { asOfDay: string | undefined; known: Knowledge } {
  const day = addressValue(query, "asOf");
  return { asOfDay: day !== undefined && isDay(day) ? day : undefined, known: knowledgeIn(query) };
}

/** What an address says of the day, for links that keep it. */
export function keptDay(past: Past | undefined): { asOf: string | null; known: string | null } {
  return { asOf: past?.day ?? null, known: past?.known === "now" ? "now" : null };
}

/** What a list that can be looked at as of a day filters by. */
export const PAST_FILTERS: Readonly<Record<"asOf" | "known", ListFilter>> = {
  asOf: { label: "As of", word: (value) => (isDay(value) ? dayText(value) : undefined) },
  known: { label: "By what was known", word: wordIn({ then: "then", now: "now" }) },
};
