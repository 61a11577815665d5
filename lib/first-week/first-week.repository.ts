import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { STEP_NAMES, type FirstWeekStep, type StepState } from "./steps.ts";

const SETTLED = ["done", "put_off"] as const;

/** The guidance as a whole: finished (`done`), or put aside (`put_off`). */
export const WHOLE = "whole";

export type SettledStep = { step: FirstWeekStep | typeof WHOLE; state: Exclude<StepState, "open">; settledAt: Date };

export async function settledSteps(tx: TenantTransaction): Promise<SettledStep[]> {
  const rows = await tx.firstWeekStep.findMany({ select: { step: true, state: true, settledAt: true } });
  return rows.map(({ step, state, settledAt }) => ({ step: storedWord([...STEP_NAMES, WHOLE], step), state: storedWord(SETTLED, state), settledAt }));
}

export async function writeStep(tx: TenantTransaction, organizationId: string, step: SettledStep, settledBy: string): Promise<void> {
  const { step: name, ...data } = step;
  const fields = { ...data, settledBy };
  await tx.firstWeekStep.upsert({ where: { organizationId_step: { organizationId, step: name } }, create: { organizationId, step: name, ...fields }, update: fields });
}

/** The step is open again. */
export async function reopenStep(tx: TenantTransaction, organizationId: string, step: SettledStep["step"]): Promise<void> {
  await tx.firstWeekStep.deleteMany({ where: { organizationId, step } });
}

/** Whether the guidance is still due: the demo's organization has its weeks behind it. */
export async function firstWeekIsOpen(tx: TenantTransaction): Promise<boolean> {
  const rows = await tx.$queryRaw<{ open: boolean }[]>`
    SELECT NOT o.demo AND NOT EXISTS (SELECT FROM first_week_step s WHERE s.organization_id = o.id AND s.step = ${WHOLE}) AS open FROM organization o`;
  return rows[0]?.open ?? false;
}
