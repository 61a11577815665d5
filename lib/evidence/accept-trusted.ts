import { acceptingRule, ruleName, rulesThatAccept, type AcceptanceRule } from "#lib/acceptance/index.ts";
import type { VerbArguments } from "#lib/access/index.ts";
import { fileFindings, newestInspection } from "#lib/inspection/index.ts";
import type { StoredEvidence } from "./evidence.repository.ts";
import { recordReview } from "./record-review.ts";
import { findSource, RECORD_KINDS } from "./sources.repository.ts";

/** `accepted`; `waits` until its file was looked into; `left` for people: no rule speaks of it, or something keeps it out of the rule. */
export type TrustOutcome = "accepted" | "waits" | "left";

/**
 * Accepts, by a rule that was in force when it was handed in and still is, what came from a trusted source. A file that nobody
 * has looked into, or in which anything was found, is never accepted so; nor is a record that is not finished, or one said to
 * speak for another time than its own.
 */
export async function acceptTrusted(args: VerbArguments<unknown>, evidence: StoredEvidence): Promise<TrustOutcome> {
  const { tx, context, now } = args;
  const rules = await rulesThatAccept(tx, context.organizationId, evidence.sourceKind, now);
  const rule = acceptingRule(rules, evidence, now);
  if (rule === null) return "left";
  const standing = evidence.blobSha256 === null ? await recordStanding(args, evidence) : await fileStanding(args, evidence.blobSha256, evidence.fileName ?? "");
  if (standing !== "fine") return standing;
  await recordReview(args, evidence, { decision: "accepted", reason: reasonOf(rule), reviewedBy: `rule:${rule.id}` });
  return "accepted";
}

const reasonOf = (rule: AcceptanceRule): string => `Accepted by rule ${ruleName(rule.number)}: ${rule.reason}`;

async function fileStanding({ tx, context }: VerbArguments<unknown>, sha256: string, fileName: string): Promise<"fine" | "waits" | "left"> {
  const inspection = await newestInspection(tx, context.organizationId, sha256);
  if (inspection === null) return "waits";
  const scanned = inspection.scanVerdict === "clean" || inspection.scanVerdict === "not_scanned";
  return scanned && fileFindings(fileName, inspection).length === 0 ? "fine" : "left";
}

async function recordStanding({ tx, context }: VerbArguments<unknown>, evidence: StoredEvidence): Promise<"fine" | "left"> {
  const kind = RECORD_KINDS.find((one) => one === evidence.sourceKind);
  if (kind === undefined) return "fine";
  const record = await findSource(tx, context.organizationId, kind, evidence.sourceId);
  if (record === null || record.incomplete !== null) return "left";
  // A claim about its time is a person's word, and no rule takes that.
  const until = record.until === null || record.until > evidence.collectedAt ? evidence.collectedAt : record.until;
  return evidence.effectiveFrom.getTime() === record.from.getTime() && evidence.effectiveUntil.getTime() === until.getTime() ? "fine" : "left";
}
