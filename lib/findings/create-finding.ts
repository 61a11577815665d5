import type { VerbArguments } from "#lib/access/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { actorId } from "#lib/platform/context.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { settingAt } from "#lib/settings/index.ts";
import { dueDate } from "./due-date.ts";
import { insertFinding, ownerColumns, type NewFinding } from "./finding.repository.ts";
import { appendEvent } from "./record-step.ts";
import { keyOf } from "./requirements.ts";
import { tellNewOwner } from "./tell-people.ts";

export type RaisedFinding = Omit<NewFinding, "dueOn" | "dueDays" | "dueFrom" | "raisedBy">;

/** Today in the organization's zone: due dates are days. */
export async function todayOf(tx: TenantTransaction, organizationId: string, now: Date): Promise<string> {
  const organization = await findOrganization(tx, organizationId);
  if (organization === null) throw notFound("organization");
  return dayOf(now, organization.timeZone);
}

/** Raises a finding: due by its severity, under the policy of the day; in the ledger and the trail; its owner is told. */
export async function createFinding(args: VerbArguments<unknown>, raised: RaisedFinding): Promise<{ id: string; number: number }> {
  const { tx, context, now } = args;
  const { organizationId } = context;
  const due = dueDate(raised.severity, await settingAt(tx, "finding_due_days"), await todayOf(tx, organizationId, now));
  const made = await insertFinding(tx, organizationId, now, { ...raised, ...due, raisedBy: actorId(context.actor) });
  const owner = ownerColumns(raised.owner);
  await appendEvent(args, made.id, 1, {
    kind: "raised", text: raised.description, facts: { status: "open", severity: raised.severity, dueOn: due.dueOn, visibility: raised.visibility, ...owner },
    touched: { controlIds: [...raised.controlIds].sort(), requirementRefs: raised.requirements.map(keyOf).sort() },
  });
  await args.audit({
    action: "finding.raised", subjectKind: "finding", subjectId: made.id,
    changes: { title: raised.title, severity: raised.severity, source: raised.sourceKind, controls: [...raised.controlIds], due_on: due.dueOn },
  });
  await tellNewOwner(args, { ...made, title: raised.title, raisedAt: now, dueOn: due.dueOn }, owner.ownerMemberId, null);
  return made;
}
