import { z } from "zod";
import { defineVerb, roleHolds } from "#lib/access/index.ts";
import { performancesToReview, type PerformanceToReview } from "#lib/occurrences/index.ts";
import { byUrgency, owedOperations, owedPerformances, owedRequests, requestsNow, type OwedItem } from "#lib/overview/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { evidenceToReview, newestSegments, type CollectedSegment, type ToReview } from "./my-work.repository.ts";

/** A task, with what a machine has collected for it already. */
export type Task = OwedItem & { collected: CollectedSegment[] };

export type MyWork = {
  /** Most urgent first. */
  tasks: Task[];
  /** Answers of others that this person may judge, oldest first; empty for who may not. */
  toReview: { total: number; items: ToReview[] };
  /** The same of controls that others performed. */
  performed: { total: number; items: PerformanceToReview[] };
};

const SHOWN_REVIEWS = 5;
const SHOWN_SEGMENTS = 3;

/** What one person owes, most urgent first, with the evidence already collected where a machine could. */
export const readMyWork = defineVerb({
  name: "my_work.read",
  permission: "my_work.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, scope, context, now }): Promise<MyWork> {
    const { actor, organizationId } = context;
    if (actor.kind !== "member") throw new AppError("forbidden", "no_person", "Only a person has work of their own.");
    const requests = (await requestsNow(tx, scope, now)).filter((request) => request.ownerId === actor.memberId);
    const operations = roleHolds(actor.role, "alerts.read") ? await owedOperations(tx, organizationId, now, actor.memberId) : [];
    const performances = roleHolds(actor.role, "occurrences.perform") ? (await owedPerformances(tx, scope, now)).filter((one) => one.ownerId === actor.memberId) : [];
    const segments = await newestSegments(tx, SHOWN_SEGMENTS);
    const takesSegments = new Set(requests.filter((request) => request.sourceKinds.includes("log_segment")).map((request) => request.id));
    const tasks = byUrgency([...owedRequests(requests), ...performances, ...operations], now).map((item) => ({ ...item, collected: takesSegments.has(item.id) ? segments : [] }));
    const mayReview = roleHolds(actor.role, "evidence.review");
    const nothing = { total: 0, items: [] };
    return {
      tasks,
      toReview: mayReview ? await evidenceToReview(tx, actor.memberId, SHOWN_REVIEWS) : nothing,
      performed: roleHolds(actor.role, "occurrences.review") ? await performancesToReview(tx, organizationId, actor.memberId, SHOWN_REVIEWS) : nothing,
    };
  },
});
