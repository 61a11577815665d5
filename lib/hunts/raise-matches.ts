import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { raiseFound, type AlertDraft } from "#lib/alerts/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { addRuleVersions, tunedSeverities, versionIds, type RuleText } from "#lib/rules/index.ts";
import { HUNT_LIMITS, huntName } from "./client.ts";
import { compileHunt } from "./hunt-rules.ts";
import { countUnraised, findUnraised, markRaised, type WholeMatch } from "./hunt-match.repository.ts";
import { findHuntTexts, requireHunt } from "./hunt.repository.ts";

export type RaisedMatches = {
  /** Alerts that are new. */
  raised: number;
  /** Matches that an alert told of before: they name it now. */
  before: number;
  /** Matches of the hunt that are no alert yet. */
  left: number;
};

/**
 * Raises matches of a retro-hunt as alerts that say so: those named, or as many as one act takes. A hit that raised an
 * alert when its log was read raises no second one.
 *
 * @throws AppError not_found when a match is not the hunt's, or is an alert already
 */
export const raiseMatches = defineVerb({
  name: "hunts.raise_matches",
  permission: "alerts.judge",
  effect: "write",
  input: z.strictObject({
    huntId: idInput,
    /** Without it: every match that is no alert yet. */
    matchIds: z.array(idInput).min(1).max(HUNT_LIMITS.raisedAtOnce).optional(),
  }),
  async run(args): Promise<RaisedMatches> {
    const { tx, context: { organizationId }, input: { huntId, matchIds }, now, audit, unchanged } = args;
    const hunt = await requireHunt(tx, organizationId, huntId);
    const wanted = matchIds === undefined ? null : [...new Set(matchIds)];
    const matches = await findUnraised(tx, organizationId, huntId, wanted, HUNT_LIMITS.raisedAtOnce);
    if (wanted !== null && matches.length !== wanted.length) throw notFound("match");
    if (matches.length === 0) {
      unchanged();
      return { raised: 0, before: 0, left: 0 };
    }
    const versionOf = await recordRules(args, huntId, matches);
    const severities = await tunedSeverities(tx, organizationId);
    const found = matches.map((match) => ({ segmentId: match.segmentId, draft: draftOf(match, versionOf(match), severities.get(match.ruleKey) ?? match.severity) }));
    const alerts = await raiseFound(args, found, huntId);
    await markRaised(tx, organizationId, matches.flatMap(({ id, hitKey }) => {
      const told = alerts.get(hitKey);
      return told === undefined ? [] : [{ id, alertId: told.alertId }];
    }), now);
    const before = [...alerts.values()].filter((told) => told.before).length;
    const raised = alerts.size - before;
    await audit({ action: "hunt.raised", subjectKind: "hunt", subjectId: huntId, changes: { code: huntName(hunt.number), raised, told_before: before, all: wanted === null } });
    return { raised, before, left: await countUnraised(tx, organizationId, huntId) };
  },
});

/** Records the rules of matches as the organization ran them, like those of any alert. @returns the id of a match's version */
async function recordRules({ tx, context: { organizationId }, now }: Pick<VerbArguments<unknown>, "tx" | "context" | "now">, huntId: string, matches: readonly WholeMatch[]): Promise<(match: WholeMatch) => string> {
  const wanted = [...new Map(matches.map(({ ruleKey, ruleHash }) => [`${ruleKey} ${ruleHash}`, { ruleKey, sha256: ruleHash }])).values()];
  let known = await versionIds(tx, wanted);
  const missing = new Set(wanted.filter(({ ruleKey, sha256 }) => !known.has(`${ruleKey} ${sha256}`)).map(({ ruleKey, sha256 }) => `${ruleKey} ${sha256}`));
  if (missing.size > 0) {
    const texts = await findHuntTexts(tx, organizationId, huntId);
    await addRuleVersions(tx, organizationId, ruleTexts(texts).filter(({ ruleKey, sha256 }) => missing.has(`${ruleKey} ${sha256}`)), now);
    known = await versionIds(tx, wanted);
  }
  return ({ ruleKey, ruleHash }) => {
    const id = known.get(`${ruleKey} ${ruleHash}`);
    if (id === undefined) throw new AppError("precondition_failed", "rule_unreadable", "A rule of this retro-hunt is not read by this version of Tickmark any more, so that its alert could not be explained. Run the hunt again.");
    return id;
  };
}

function ruleTexts(texts: Parameters<typeof compileHunt>[0]): RuleText[] {
  const { ruleSet, severityOf } = compileHunt(texts);
  const textOf = new Map(texts.map(({ path, text }) => [path, text]));
  return ruleSet.rules.map((rule) => ({ ruleKey: rule.id, sha256: rule.hash, title: rule.title, severity: severityOf(rule), text: textOf.get(rule.path) ?? "", controlCodes: [...rule.controls], tags: [...rule.tags] }));
}

function draftOf(match: WholeMatch, ruleVersionId: string, severity: WholeMatch["severity"]): AlertDraft {
  const { hitKey, ruleKey, ruleHash, title, groupKey, entity, firstEventAt, lastEventAt, eventCount } = match;
  return { hitKey, ruleKey, ruleVersionId, ruleHash, title, severity, groupKey, entity, firstEventAt, lastEventAt, eventCount, lines: JSON.stringify(match.lines), explanation: JSON.stringify(match.explanation) };
}
