import { listControlNames, shippedLogMatrix } from "#lib/controls/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { coverageOf, gapsFirst, type CoverageRow } from "./coverage.ts";
import { listRules, type RuleRow } from "./list-rules.ts";

/** By what coverage is looked at. */
export const COVERAGE_VIEWS = ["technique", "matrix", "control"] as const;
export type CoverageView = (typeof COVERAGE_VIEWS)[number];

const TACTIC = /^attack\.([a-z-]+)$/;
const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;
const NO_TACTIC = "no tactic named";

/**
 * How techniques of ATT&CK, rows of the audit logging matrix, or controls are watched by rules; gaps first. Of ATT&CK only
 * the techniques that some rule names are known here: what no rule names does not appear, and the page says so.
 */
export async function readCoverage(context: Context, view: CoverageView): Promise<CoverageRow[]> {
  const rules = await listRules(context);
  if (view === "matrix") {
    const { rows, groups } = await shippedLogMatrix();
    const titles = new Map(groups.map(({ id, title }) => [id, title]));
    return gapsFirst(rows.map(({ id, event, group }) => coverageOf({ key: id, title: event, group: titles.get(group) ?? group }, rules.filter(({ matrix }) => matrix.includes(id)))));
  }
  if (view === "control") {
    const named = new Map((await listControlNames(context, {})).map(({ code, title }) => [code, title]));
    const codes = new Set(rules.flatMap(({ controlCodes }) => controlCodes));
    return gapsFirst([...codes].map((code) => coverageOf({ key: code, title: named.get(code) ?? "not adopted here", group: "" }, rules.filter(({ controlCodes }) => controlCodes.includes(code)))));
  }
  return gapsFirst(techniquesOf(rules));
}

function techniquesOf(rules: readonly RuleRow[]): CoverageRow[] {
  const byTechnique = new Map<string, RuleRow[]>();
  // What only building blocks name is named by the rules that count them, as they see it: it is no gap of its own.
  for (const rule of rules.filter(({ state, raisesAlerts }) => state !== "retired" && raisesAlerts)) {
    for (const tag of rule.tags) {
      const technique = TECHNIQUE.exec(tag)?.[1]?.toUpperCase();
      if (technique !== undefined) byTechnique.set(technique, [...(byTechnique.get(technique) ?? []), rule]);
    }
  }
  return [...byTechnique].map(([technique, serving]) => coverageOf({ key: technique, title: "", group: tacticsOf(serving).join(", ") }, serving));
}

/** A rule that names one technique says its tactics; with several, which belongs to which is not said, so all are named. */
function tacticsOf(rules: readonly RuleRow[]): string[] {
  const found = [...new Set(rules.flatMap(({ tags }) => tags.flatMap((tag) => TACTIC.exec(tag)?.[1]?.replaceAll("-", " ") ?? [])))].sort();
  return found.length === 0 ? [NO_TACTIC] : found;
}
