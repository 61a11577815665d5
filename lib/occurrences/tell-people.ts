import type { VerbArguments } from "#lib/access/index.ts";
import type { ControlName } from "#lib/controls/index.ts";
import { membersHolding, notify, settleNotifications } from "#lib/notifications/index.ts";
import { occurrenceSubject } from "./occurrence-subject.ts";
import type { StoredPerformance } from "./occurrence.repository.ts";

type Act = VerbArguments<unknown>;

/** Nobody owes it any more; who may review it is told. */
export async function tellOfPerformance(args: Act, { code, title }: ControlName, performance: StoredPerformance): Promise<void> {
  const subjectId = occurrenceSubject(performance.controlId, performance.windowFirstDay);
  await settleNotifications(args, { kinds: ["occurrence_due", "occurrence_overdue", "occurrence_returned"], subjectIds: [subjectId] });
  await notify(args, {
    kind: "occurrence_waiting", to: (await membersHolding(args.tx, args.context.organizationId, "occurrences.review")).filter((id) => id !== performance.recordedBy),
    cause: `occurrence_waiting:${performance.id}`, subject: { kind: "occurrence", id: subjectId }, facts: { code, title, by: nameOf(args), day: performance.windowLastDay },
  });
}

/** Nobody need review it any more; who performed it is told when it was returned. */
export async function tellOfOccurrenceReview(args: Act, { code, title }: ControlName, performance: StoredPerformance, judgement: { decision: "accepted" | "returned"; reason: string }): Promise<void> {
  const subjectId = occurrenceSubject(performance.controlId, performance.windowFirstDay);
  await settleNotifications(args, { kinds: ["occurrence_waiting"], subjectIds: [subjectId] });
  if (judgement.decision === "accepted") return;
  await notify(args, {
    kind: "occurrence_returned", to: [performance.recordedBy], cause: `occurrence_returned:${performance.id}`, subject: { kind: "occurrence", id: subjectId },
    facts: { code, title, by: nameOf(args), day: performance.windowLastDay, reason: judgement.reason },
  });
}

function nameOf({ context: { actor } }: Act): string {
  return actor.kind === "system" ? "Tickmark" : actor.name;
}
