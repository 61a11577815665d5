import { z } from "zod";
import { defineVerb, roleHolds, type Permission, type Scope } from "#lib/access/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { RECORD_KINDS, type RecordKind } from "./record-kind.ts";
import { countTerms, idsWithTerms, namesOfRecords, termsOf, type FoundName } from "./search.repository.ts";

/** A record that was found, and its path below the address of the organization or of the engagement. */
export type FoundRecord = FoundName & { kind: RecordKind; path: string };

export type SearchResult = {
  records: FoundRecord[];
  /** Kinds of which only the newest part was looked through, because every term is frequent in them. */
  partly: RecordKind[];
};

const LIMITS = {
  /** As much as a line holds. */
  characters: 100,
  /** Each term costs a look into the index per record. */
  terms: 6,
  /** Per kind: more is what a list is for. */
  found: 6,
  /** Entries of the rarest term that are held against the others, or against an engagement: 10 ms at most per kind. */
  looked: 1000,
} as const;

const READS: Readonly<Record<RecordKind, Permission>> = {
  control: "controls.read",
  evidence: "evidence.read",
  finding: "findings.read",
  incident: "incidents.read",
  packet: "packets.read",
  engagement: "engagements.read",
  person: "people.read",
};

const PLACES: Readonly<Record<RecordKind, (found: FoundName) => string>> = {
  control: ({ code }) => `controls/${encodeURIComponent(code ?? "")}`,
  evidence: ({ code }) => `evidence/${encodeURIComponent(code ?? "")}`,
  finding: ({ id }) => `findings/${id}`,
  incident: ({ id }) => `incidents/${id}`,
  packet: ({ id }) => `packets/${id}`,
  engagement: ({ id }) => `engagements/${id}`,
  person: ({ id }) => `people/${id}`,
};

/**
 * Finds records by code or words: every term begins a word of the record's code, title or name. Only kinds that the
 * caller may read; for an auditor, only what their engagement holds.
 */
export const search = defineVerb({
  name: "navigation.search",
  permission: "search.read",
  effect: "read",
  rate: "search",
  input: z.strictObject({ text: z.string().max(LIMITS.characters) }),
  async run({ tx, context, scope, input, now }): Promise<SearchResult> {
    const { actor } = context;
    const terms = await termsOf(tx, input.text, LIMITS.terms);
    const [first] = terms;
    if (actor.kind !== "member" || first === undefined) return { records: [], partly: [] };
    // The portal is one engagement: there is none to look for.
    const kinds = RECORD_KINDS.filter((kind) => roleHolds(actor.role, READS[kind]) && !(kind === "engagement" && scope.engagement !== null));
    // The rarest term leads: what it does not have, nothing has. One term alone needs no counting.
    const counts = terms.length === 1 ? [] : await countTerms(tx, scope, kinds, terms, LIMITS.looked);
    const leading = (kind: RecordKind): LeadingTerms => {
      const [leader, ...others] = counts.filter((count) => count.kind === kind).sort((a, b) => a.count - b.count || b.term.length - a.term.length);
      return leader === undefined ? { terms: [first], frequent: false } : { terms: [leader.term, ...others.map(({ term }) => term)], frequent: leader.count === LIMITS.looked };
    };
    const results = [];
    for (const kind of kinds) results.push(await searchKind(tx, scope, kind, leading(kind), now));
    return { records: results.flatMap(({ records }) => records), partly: results.flatMap(({ kind, partly }) => (partly ? [kind] : [])) };
  },
});

type LeadingTerms = {
  terms: readonly [string, ...string[]];
  /** Whether the first of several has more entries than are looked at. */
  frequent: boolean;
};

async function searchKind(tx: TenantTransaction, scope: Scope, kind: RecordKind, { terms, frequent }: LeadingTerms, now: Date) {
  // Of an auditor's hits some lie outside the engagement: these are left out after they were found.
  const found = scope.engagement === null ? 4 * LIMITS.found : LIMITS.looked;
  const ids = await idsWithTerms(tx, scope, kind, terms, { looked: LIMITS.looked, found });
  const names = await namesOfRecords(tx, scope, kind, ids, LIMITS.found, now);
  const whole = terms.length === 1 ? ids.length < found : !frequent;
  return { kind, records: names.map((name): FoundRecord => ({ ...name, kind, path: PLACES[kind](name) })), partly: !whole && names.length < LIMITS.found };
}
