import { z } from "zod";
import { defineVerb, idInput, textInput, type VerbArguments } from "#lib/access/index.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import { holdsOn } from "#lib/holds/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { disposeEvidenceKind } from "./dispose-evidence.kind.ts";
import { changeDispositions, lockDispositions, type DispositionRow } from "./disposition.repository.ts";
import { DISPOSAL_LIMITS } from "./limits.ts";

const chosen = {
  dispositionIds: z.array(idInput).min(1, "Choose at least one evidence.").max(DISPOSAL_LIMITS.decidedAtOnce),
  reason: textInput(DISPOSAL_LIMITS.reasonChars).min(1, "Say why."),
};

export type DecidedDisposal = { references: string[] };

/**
 * Approves that evidence is disposed of: its content is destroyed by a job, all that was chosen or none of it.
 *
 * @throws AppError not_found; conflict (already_decided); precondition_failed (legal_hold)
 */
export const approveDisposal = defineVerb({
  name: "disposal.approve",
  permission: "evidence.dispose",
  effect: "write",
  input: z.strictObject(chosen),
  async run(args): Promise<DecidedDisposal> {
    const { tx, context, input, now, audit, enqueue } = args;
    const rows = await undecided(args, input.dispositionIds);
    const held = await holdsOn(tx, context.organizationId, rows.map((row) => row.evidenceId));
    if (held.size > 0) {
      const names = rows.filter((row) => held.has(row.evidenceId)).map((row) => evidenceReference(row.evidence.number));
      throw new AppError("precondition_failed", "legal_hold", `${names.join(", ")} ${names.length === 1 ? "stands" : "stand"} under legal hold. Nothing was disposed of.`);
    }
    await changeDispositions(tx, context.organizationId, rows.map((row) => row.id), { status: "approved", decidedBy: actorId(context.actor), decidedAt: now, reason: input.reason });
    for (const row of rows) {
      await audit({ action: "evidence.disposal_approved", subjectKind: "evidence", subjectId: row.evidenceId, changes: { reason: input.reason, due_at: row.dueAt.toISOString() } });
      await enqueue(disposeEvidenceKind, { dispositionId: row.id }, row.evidenceId);
    }
    return { references: rows.map((row) => evidenceReference(row.evidence.number)) };
  },
});

/**
 * Keeps evidence longer although its time is over; it is proposed again afterwards.
 *
 * @throws AppError not_found; conflict (already_decided)
 */
export const keepLonger = defineVerb({
  name: "disposal.keep_longer",
  permission: "evidence.dispose",
  effect: "write",
  input: z.strictObject({ ...chosen, days: z.number().int().min(DISPOSAL_LIMITS.keptDays.least).max(DISPOSAL_LIMITS.keptDays.most).default(365) }),
  async run(args): Promise<DecidedDisposal> {
    const { tx, context, input, now, audit } = args;
    const rows = await undecided(args, input.dispositionIds);
    const keepUntil = new Date(now.getTime() + input.days * 86_400_000);
    await changeDispositions(tx, context.organizationId, rows.map((row) => row.id), { status: "kept", decidedBy: actorId(context.actor), decidedAt: now, reason: input.reason, keepUntil });
    for (const row of rows) await audit({ action: "evidence.kept_longer", subjectKind: "evidence", subjectId: row.evidenceId, changes: { reason: input.reason, until: keepUntil.toISOString() } });
    return { references: rows.map((row) => evidenceReference(row.evidence.number)) };
  },
});

async function undecided({ tx, context }: VerbArguments<unknown>, ids: readonly string[]): Promise<DispositionRow[]> {
  const wanted = new Set(ids);
  const rows = await lockDispositions(tx, context.organizationId, [...wanted]);
  if (rows.length !== wanted.size) throw notFound("disposition");
  if (rows.some((row) => row.status !== "proposed")) throw new AppError("conflict", "already_decided", "Somebody else has decided on some of these meanwhile. Look at them again; nothing was changed.");
  return rows;
}
