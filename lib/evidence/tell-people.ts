import type { VerbArguments } from "#lib/access/index.ts";
import { keyAuthors } from "#lib/api-keys/index.ts";
import { membersHolding, notify, settleNotifications } from "#lib/notifications/index.ts";
import type { LockedRequest, StoredEvidence } from "./evidence.repository.ts";
import type { RequestFacts } from "./freshness.ts";
import type { Judgement } from "./record-review.ts";

type Act = VerbArguments<unknown>;
type Told = Pick<StoredEvidence, "id" | "number" | "title" | "submittedBy">;

const evidenceName = (number: number): string => `EV-${number}`;

/** Tells who may review that an evidence waits for one of them. */
export async function tellReviewers(args: Act, evidence: Told): Promise<void> {
  const { tx, context } = args;
  const key = (await keyAuthors(tx, context.organizationId, [evidence.submittedBy])).get(evidence.submittedBy);
  await notify(args, {
    kind: "review_waiting", to: (await membersHolding(tx, context.organizationId, "evidence.review")).filter((id) => id !== evidence.submittedBy && id !== key?.makerMemberId),
    cause: `review_waiting:${evidence.id}`, subject: { kind: "evidence", id: evidence.id },
    facts: { code: evidenceName(evidence.number), title: evidence.title, by: context.actor.kind === "system" ? "Tickmark" : context.actor.name },
  });
}

/** Nobody need review it any more; who submitted it is told when it was returned. */
export async function tellOfReview(args: Act, evidence: Told, { decision, reason }: Judgement): Promise<void> {
  const { context, now } = args;
  await settleNotifications(args, { kinds: ["review_waiting"], subjectIds: [evidence.id] });
  if (decision !== "rejected") return settleNotifications(args, { kinds: ["evidence_returned"], subjectIds: [evidence.id] });
  const key = (await keyAuthors(args.tx, context.organizationId, [evidence.submittedBy])).get(evidence.submittedBy);
  await notify(args, {
    kind: "evidence_returned", to: [key?.makerMemberId ?? evidence.submittedBy], cause: `evidence_returned:${evidence.id}:${now.toISOString()}`, subject: { kind: "evidence", id: evidence.id },
    facts: { code: evidenceName(evidence.number), title: evidence.title, by: context.actor.kind === "member" ? context.actor.name : "Tickmark", reason },
  });
}

/** What was due is not, once a newer proof was accepted. */
export async function tellOfProof(args: Act, request: LockedRequest, after: RequestFacts): Promise<void> {
  const before = request.facts.freshUntil;
  if (after.freshUntil === null || (before !== null && after.freshUntil <= before)) return;
  await settleNotifications(args, { kinds: ["evidence_assigned", "evidence_due", "evidence_overdue"], subjectIds: [request.id] });
}
