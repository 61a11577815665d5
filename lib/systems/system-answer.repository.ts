import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { OWN_DATA_CENTRE, SYSTEM_KIND_NAMES, systemName, type SystemKind } from "./system-kinds.ts";

/** Names of what is run, by kind: empty for "none", undefined where nothing is known. */
export type SystemAnswers = Partial<Record<SystemKind, readonly string[]>>;

/** What the organization said that it runs. */
export async function systemAnswers(tx: TenantTransaction): Promise<SystemAnswers> {
  const rows = await tx.systemAnswer.findMany();
  return Object.fromEntries(SYSTEM_KIND_NAMES.flatMap((kind) => {
    const row = rows.find((one) => one.kind === kind);
    return row === undefined ? [] : [[kind, row.names]];
  }));
}

/** Systems of others that people had said by an instant that the organization runs. Of an answer that was changed since, nothing of before is known. */
export async function systemsOfOthers(tx: TenantTransaction, at: Date): Promise<{ name: string; answeredAt: Date }[]> {
  const rows = await tx.systemAnswer.findMany({ where: { answeredAt: { lte: at } } });
  return SYSTEM_KIND_NAMES.flatMap((kind) => rows.filter((row) => row.kind === kind).flatMap(({ names, answeredAt }) => names.filter((key) => key !== OWN_DATA_CENTRE).map((key) => ({ name: systemName(kind, key), answeredAt }))));
}

export async function writeAnswer(tx: TenantTransaction, organizationId: string, kind: SystemKind, names: readonly string[], answeredBy: string, answeredAt: Date): Promise<void> {
  const data = { names: [...names], answeredAt, answeredBy };
  await tx.systemAnswer.upsert({ where: { organizationId_kind: { organizationId, kind } }, create: { organizationId, kind, ...data }, update: data });
}

/** Nothing is known of the kind from now on. */
export async function withdrawAnswer(tx: TenantTransaction, kind: SystemKind): Promise<void> {
  await tx.systemAnswer.deleteMany({ where: { kind } });
}
