import { z } from "zod";
import { defineVerb, roleHolds, type Permission } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { TEXT_KINDS, type TextKind } from "./text-kind.ts";
import { asksForAnything, hitsOf, textsOf, type FoundText, type TextHit } from "./texts.repository.ts";
import { readTextQuestion, TEXT_QUESTION_LIMITS } from "./text-question.ts";

export type FoundTexts = {
  rows: FoundText[];
  /** Per kind that the caller may read; `more` where only the newest so many were looked at. */
  counts: { kind: TextKind; count: number; more: boolean }[];
  /** The number of the next page; null after the last. */
  nextPage: number | null;
};

const ROWS = 25;
const MOST_PAGES = 40;

const READS: Readonly<Record<TextKind, Permission>> = { control: "controls.read", requirement: "frameworks.read", mapping: "controls.read", evidence: "evidence.read", incident: "incidents.read", finding: "findings.read" };

/**
 * Finds what texts say: controls in all their parts, requirements of adopted and own frameworks, rationales of mappings,
 * evidence with its notes, incidents, findings with their cause, plan and steps. Best first, newer before older. Only kinds
 * that the caller may read; for an auditor only what their engagement holds.
 *
 * @throws AppError validation (question_unclear) with a sentence for what asks for nothing
 */
export const findTexts = defineVerb({
  name: "navigation.find_texts",
  permission: "search.read",
  effect: "read",
  rate: "search",
  input: z.strictObject({ text: z.string().max(2 * TEXT_QUESTION_LIMITS.characters), kind: z.enum(TEXT_KINDS).optional(), page: z.number().int().min(1).max(MOST_PAGES).default(1) }),
  async run({ tx, context, scope, input, now }): Promise<FoundTexts> {
    const { actor } = context;
    const { text, problem } = readTextQuestion(input.text);
    if (text === null) throw new AppError("validation", "question_unclear", problem);
    if (!(await asksForAnything(tx, text))) throw new AppError("validation", "question_unclear", "These words are in almost every text. Add one that says more.");
    // Requirements are no record of an engagement: an auditor reads them in the standard.
    const kinds = actor.kind === "member" ? TEXT_KINDS.filter((kind) => roleHolds(actor.role, READS[kind]) && !(kind === "requirement" && scope.engagement !== null)) : [];
    const hits: (TextHit & { kind: TextKind })[] = [];
    const counts: FoundTexts["counts"] = [];
    for (const kind of kinds) {
      const { found, more } = await hitsOf(tx, scope, kind, text);
      counts.push({ kind, count: found.length, more });
      if (input.kind === undefined || input.kind === kind) hits.push(...found.map((hit) => ({ ...hit, kind })));
    }
    hits.sort((a, b) => b.rank - a.rank || TEXT_KINDS.indexOf(a.kind) - TEXT_KINDS.indexOf(b.kind) || (a.id < b.id ? 1 : -1));
    const shown = hits.slice((input.page - 1) * ROWS, input.page * ROWS);
    const rows = new Map<string, FoundText>();
    for (const kind of kinds) {
      const ids = shown.filter((hit) => hit.kind === kind).map((hit) => hit.id);
      for (const row of await textsOf(tx, scope, kind, ids, text, now)) rows.set(`${kind} ${row.id}`, row);
    }
    return {
      rows: shown.flatMap((hit) => rows.get(`${hit.kind} ${hit.id}`) ?? []),
      counts,
      nextPage: hits.length > input.page * ROWS && input.page < MOST_PAGES ? input.page + 1 : null,
    };
  },
});
