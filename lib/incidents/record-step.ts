import type { VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import type { Json } from "#lib/platform/canonical-json.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { addEntry, moveState, requireIncident, type IncidentRow, type NewEntry } from "./incident.repository.ts";

type Step = {
  entry: Omit<NewEntry, "incidentId" | "memberId">;
  /** What changes in the state; left out when only an entry is added. */
  state?: Prisma.IncidentStateUncheckedUpdateManyInput;
  changes: { [field: string]: Json };
};

/**
 * One step in the life of an incident: the state moves on if nobody moved it in between, the entry is appended,
 * the ledger commits to it (by hash of its words), and the audit trail names who acted.
 */
export async function recordStep(args: VerbArguments<unknown>, incident: IncidentRow, step: Step): Promise<void> {
  const { tx, context, now } = args;
  if (step.state !== undefined && !(await moveState(tx, incident, now, step.state))) {
    throw new AppError("conflict", "incident_changed", "Somebody else changed this incident just now. Look at it again; nothing of yours was saved.");
  }
  const entryId = await addEntry(tx, context.organizationId, now, { ...step.entry, incidentId: incident.id, memberId: actorId(context.actor) });
  await appendPendingEntry(tx, context, {
    kind: `incident.${step.entry.kind}`,
    subjectId: incident.id,
    record: { entry: entryId, text_sha256: sha256Hex(step.entry.text ?? ""), ...(step.entry.cause === undefined ? {} : { cause_sha256: sha256Hex(step.entry.cause) }) },
  });
  await args.audit({ action: `incident.${step.entry.kind}`, subjectKind: "incident", subjectId: incident.id, changes: step.changes });
}

/** Reads the incident and refuses a step that its status does not allow. */
export async function incidentIn(args: VerbArguments<unknown>, incidentId: string, allowed: readonly IncidentRow["state"]["status"][], act: string): Promise<IncidentRow> {
  const incident = await requireIncident(args.tx, args.scope, incidentId);
  if (!allowed.includes(incident.state.status)) {
    throw new AppError("precondition_failed", "incident_status", `An incident that is ${incident.state.status} cannot be ${act}.`);
  }
  return incident;
}
