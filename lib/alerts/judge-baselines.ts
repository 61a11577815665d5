import { z } from "zod";
import { dayInput, defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { BASELINE_LIMITS, BASELINE_SETTINGS, judge, type ExplanationNode, type Measure } from "#lib/detection/index.ts";
import { findSegment } from "#lib/logs/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { notFound } from "#lib/platform/errors.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { addRuleVersions, baselineRuleKey, versionIds, type RuleText } from "#lib/rules/index.ts";
import type { AlertDraft, AlertExplanation, BaselineExplanation } from "./alert-draft.ts";
import { actorDays, daysOfSegment, putBaselinesDue, removeBaselinesDue } from "./baseline.repository.ts";
import { raiseAlerts } from "./raise-alerts.ts";

/** Actors of one segment and day that are judged. */
const ACTORS_MAX = 5_000;
/** Logs of a day come in after its end; judging waits for them this long. */
const AFTER_MIDNIGHT_MS = 2 * 3_600_000;

const WORDS: Readonly<Record<Measure, { title: string; did: string; unit: string }>> = {
  exported_bytes: { title: "An actor exported far more data than usual", did: "Bytes exported", unit: "bytes" },
  exports: { title: "An actor exported far more often than usual", did: "Exports", unit: "exports" },
  transactions: { title: "An actor did far more transactions than usual", did: "Transactions", unit: "transactions" },
};
const BASIS_WORDS = { weekday: "the same weekday", day_kind: "days of the same kind (working day or weekend)", all_days: "all days known" } as const;

/** The days of a segment that are over, and when the next one will be; null when none is open. */
export const readBaselineDays = defineVerb({
  name: "alerts.read_baseline_days",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ segmentId: idInput }),
  async run({ tx, context: { organizationId }, input: { segmentId }, now }): Promise<{ over: string[]; nextAt: Date | null }> {
    if ((await findSegment(tx, organizationId, segmentId)) === null) throw notFound("log segment");
    const ends = (day: string): number => Date.parse(`${addDays(day, 1)}T00:00:00Z`) + AFTER_MIDNIGHT_MS;
    const days = await daysOfSegment(tx, organizationId, segmentId);
    const open = days.filter((day) => ends(day) > now.getTime());
    // A line may be dated years ahead; nobody waits for those.
    const next = open.map(ends).filter((at) => at < now.getTime() + 2 * 86_400_000).sort((a, b) => a - b)[0];
    return { over: days.filter((day) => !open.includes(day)), nextAt: next === undefined ? null : new Date(next) };
  },
});

/**
 * Holds a day of the actors of a segment against the days before it, and raises an alert for each that is far beyond what
 * is usual for its actor. Who is new is unknown, never usual, and raises nothing. Done twice, it changes nothing.
 */
export const judgeBaselines = defineVerb({
  name: "alerts.judge_baselines",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ segmentId: idInput, day: dayInput }),
  async run(args): Promise<{ judged: number; unusual: number; unknown: number }> {
    const { tx, context: { organizationId }, input: { segmentId, day }, unchanged } = args;
    if ((await findSegment(tx, organizationId, segmentId)) === null) throw notFound("log segment");
    const actors = await actorDays(tx, organizationId, { segmentId, day, firstDay: addDays(day, -BASELINE_LIMITS.daysKept), limit: ACTORS_MAX });
    const judged = actors.map((one) => ({ ...one, judgement: judge(one.amount, day, one.history, BASELINE_SETTINGS[one.measure]) }));
    const unusual = judged.flatMap(({ measure, actor, judgement }): BaselineExplanation[] => (judgement.verdict === "unusual" ? [{ measure, actor, day, ...judgement }] : []));
    // What was raised before leaves no new row.
    unchanged();
    if (unusual.length > 0) {
      const versions = await recordBaselines(args);
      await raiseAlerts(args, segmentId, unusual.map((one) => draftOf(one, versions.get(one.measure)!)));
    }
    return { judged: judged.length, unusual: unusual.length, unknown: judged.filter(({ judgement }) => judgement.verdict === "unknown").length };
  },
});

/** Takes a segment off the list, or puts it there again for its day that is not over. */
export const endBaselines = defineVerb({
  name: "alerts.end_baselines",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ segmentId: idInput, nextAt: z.date().nullable() }),
  async run({ tx, context: { organizationId }, input: { segmentId, nextAt }, unchanged }): Promise<void> {
    unchanged();
    if ((await findSegment(tx, organizationId, segmentId)) === null) throw notFound("log segment");
    if (nextAt === null) await removeBaselinesDue(tx, segmentId);
    else await putBaselinesDue(tx, segmentId, nextAt);
  },
});

/** Judges the days of a segment that are over. What is cut off is due again, and repeats without harm. */
export async function runDueBaselines(context: Context, segmentId: string): Promise<void> {
  const { over, nextAt } = await readBaselineDays(context, { segmentId });
  for (const day of over) await judgeBaselines(context, { segmentId, day });
  await endBaselines(context, { segmentId, nextAt });
}

/** What a baseline is, recorded like a rule's text: what an alert was raised by stays readable. */
function baselineText(measure: Measure): RuleText {
  const { title, unit } = WORDS[measure];
  const { minimumDays, minimumOfKind, deviations, ratio, floor } = BASELINE_SETTINGS[measure];
  const text = [
    `# Not a Sigma rule: a day of an actor is held against that actor's days before.`,
    `title: ${title}`, `measure: ${measure}`, `unit: ${unit} per actor and day, in UTC`,
    `history: the days read before, at most ${BASELINE_LIMITS.daysKept}; at least ${minimumDays}, else unknown`,
    `compared_with: the same weekday where ${minimumOfKind} are known, else days of the same kind, else all`,
    `unusual_above: median + the largest of ${deviations} scaled median deviations, (${ratio} - 1) medians, ${floor} ${unit}`, "",
  ].join("\n");
  return { ruleKey: baselineRuleKey(measure), sha256: sha256Hex(text), title, severity: "medium", text, controlCodes: ["SYS.2.07"], tags: [] };
}

async function recordBaselines({ tx, context: { organizationId }, now }: Pick<VerbArguments<unknown>, "tx" | "context" | "now">): Promise<Map<Measure, { id: string; hash: string }>> {
  const texts = (Object.keys(WORDS) as Measure[]).map((measure) => ({ measure, text: baselineText(measure) }));
  await addRuleVersions(tx, organizationId, texts.map(({ text }) => text), now);
  const ids = await versionIds(tx, texts.map(({ text }) => text));
  return new Map(texts.map(({ measure, text }) => [measure, { id: ids.get(`${text.ruleKey} ${text.sha256}`) ?? "", hash: text.sha256 }]));
}

function draftOf(baseline: BaselineExplanation, version: { id: string; hash: string }): AlertDraft {
  const { measure, actor, day, amount } = baseline;
  const explanation: AlertExplanation = {
    tree: treeOf(baseline), kind: "event", groupKey: { actor }, observed: amount, linesTotal: 0, evicted: false, related: [], involved: [{ kind: "account", value: actor }], baseline,
  };
  return {
    hitKey: sha256Hex(["baseline", measure, actor, day].join("\n")).slice(0, 32),
    ruleKey: baselineRuleKey(measure), ruleVersionId: version.id, ruleHash: version.hash, title: WORDS[measure].title, severity: "medium",
    groupKey: JSON.stringify({ actor, day }), entity: actor, firstEventAt: new Date(`${day}T00:00:00Z`), lastEventAt: new Date(`${day}T23:59:59.999Z`),
    eventCount: Math.min(2_147_483_647, Math.round(amount)), lines: "[]", explanation: JSON.stringify(explanation),
  };
}

function treeOf({ measure, day, amount, limit, median, deviation, basis, compared }: BaselineExplanation): ExplanationNode {
  const { did, unit } = WORDS[measure];
  return {
    label: `${did} on ${day}`, kind: "rule", matched: true,
    children: [
      { label: `more than the largest amount that would have been usual, ${Math.round(limit)} ${unit}`, kind: "field", matched: true, evidence: [{ field: measure, value: String(amount), expected: `at most ${Math.round(limit)}` }] },
      { label: `usual: a median of ${median} ${unit}, median distance from it ${deviation}, of ${compared.length} days: ${BASIS_WORDS[basis]}`, kind: "field", matched: true, evidence: [{ field: measure, value: compared.slice(-6).map((one) => `${one.day}: ${one.amount}`).join(", "), expected: "" }] },
    ],
  };
}
