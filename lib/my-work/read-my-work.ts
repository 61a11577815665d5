import { z } from "zod";
import { defineVerb, roleHolds, type VerbArguments } from "#lib/access/index.ts";
import { whoActsAt } from "#lib/acting/index.ts";
import { draftsToApprove, type DraftToApprove } from "#lib/drafts/index.ts";
import { findingsToVerify, type FindingToVerify } from "#lib/findings/index.ts";
import { performancesToReview, type PerformanceToReview } from "#lib/occurrences/index.ts";
import { byUrgency, owedFindings, owedOperations, owedPerformances, owedRequests, requestsNow, withStandIns, type OwedItem } from "#lib/overview/index.ts";
import { rulesToApprove, type RuleToApprove } from "#lib/rules/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { evidenceToReview, newestSegments, type CollectedSegment, type ToReview } from "./my-work.repository.ts";

/** A task, with what a machine has collected for it already. */
export type Task = OwedItem & {
  collected: CollectedSegment[];
  /** In whose stead it is done; null for what is one's own. */
  insteadOf: string | null;
};

export type MyWork = {
  /** What this person is to do, their own and in others' stead, most urgent first. */
  tasks: Task[];
  /** What is theirs and somebody else does in their stead now, most urgent first. */
  given: OwedItem[];
  /** Answers of others that this person may judge, oldest first; empty for who may not. */
  toReview: { total: number; items: ToReview[] };
  /** The same of controls that others performed. */
  performed: { total: number; items: PerformanceToReview[] };
  /** Drafts of others that change controls, and wait for approval. */
  drafts: { total: number; items: DraftToApprove[] };
  /** Texts of detection rules that others propose. */
  rules: { total: number; items: RuleToApprove[] };
  /** Findings that others remedied, and this person may verify. */
  toVerify: { total: number; items: FindingToVerify[] };
};

const SHOWN_REVIEWS = 5;
const SHOWN_SEGMENTS = 3;

/** What one person owes, most urgent first, with the evidence already collected where a machine could. */
export const readMyWork = defineVerb({
  name: "my_work.read",
  permission: "my_work.read",
  effect: "read",
  input: z.strictObject({}),
  async run(args): Promise<MyWork> {
    const { actor } = args.context;
    if (actor.kind !== "member") throw new AppError("forbidden", "no_person", "Only a person has work of their own.");
    return workOf(args, { id: actor.memberId, role: actor.role });
  },
});

/** My work of a member, in a transaction that is open already: what the page shows and the digest mails. */
export async function workOf({ tx, scope, now }: Pick<VerbArguments<unknown>, "tx" | "scope" | "now">, { id, role }: { id: string; role: Role }): Promise<MyWork> {
  const { organizationId } = scope;
  const who = await whoActsAt(tx, organizationId, now);
  const people = [id, ...who.peopleOf(id)];
  const requests = await requestsNow(tx, scope, now, people);
  const operations = roleHolds(role, "alerts.read") ? await owedOperations(tx, organizationId, people) : [];
  const performances = roleHolds(role, "occurrences.perform") ? (await owedPerformances(tx, scope, now)).filter((one) => one.ownerId !== null && people.includes(one.ownerId)) : [];
  const findings = roleHolds(role, "findings.remediate") ? await owedFindings(tx, organizationId, now, people) : [];
  const owed = byUrgency(withStandIns([...owedRequests(requests), ...performances, ...findings, ...operations], who), now);
  const segments = await newestSegments(tx, SHOWN_SEGMENTS);
  const takesSegments = new Set(requests.filter((request) => request.sourceKinds.includes("log_segment")).map((request) => request.id));
  const nothing = { total: 0, items: [] };
  return {
    tasks: owed
      .filter((item) => (item.standIn?.id ?? item.ownerId) === id)
      .map((item) => ({ ...item, collected: takesSegments.has(item.id) ? segments : [], insteadOf: item.ownerId === id ? null : item.owner })),
    given: owed.filter((item) => item.ownerId === id && item.standIn !== null),
    toReview: roleHolds(role, "evidence.review") ? await evidenceToReview(tx, id, SHOWN_REVIEWS) : nothing,
    drafts: roleHolds(role, "drafts.approve") ? await draftsToApprove(tx, organizationId, id, SHOWN_REVIEWS) : nothing,
    rules: roleHolds(role, "rules.manage") ? await rulesToApprove(tx, organizationId, id, SHOWN_REVIEWS) : nothing,
    toVerify: roleHolds(role, "findings.manage") ? await findingsToVerify(tx, organizationId, id, SHOWN_REVIEWS) : nothing,
    performed: roleHolds(role, "occurrences.review") ? await performancesToReview(tx, organizationId, id, SHOWN_REVIEWS) : nothing,
  };
}
