import { ALL_RECORDED } from "#lib/platform/as-of.ts";
import { onceInRead } from "#lib/platform/shared-read.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { SETTINGS, type SettingName, type SettingValue } from "./definitions.ts";

/** The value of a setting in force, at present or at an instant; its initial value when nobody had changed it by then. */
export async function settingAt<Name extends SettingName>(tx: TenantTransaction, name: Name, at = ALL_RECORDED): Promise<SettingValue<Name>> {
  const versions = await onceInRead(tx, "settings", () => tx.settingVersion.findMany({ select: { name: true, value: true, effectiveFrom: true }, orderBy: [{ effectiveFrom: "desc" }, { id: "desc" }] }));
  const row = versions.find((one) => one.name === name && one.effectiveFrom <= at);
  return SETTINGS[name].schema.parse(row?.value ?? SETTINGS[name].initial) as SettingValue<Name>;
}

/** The version of a setting that was written last: the next sorts after it, and holds no earlier, whatever the clock says. */
export async function lastVersionOf(tx: TenantTransaction, name: SettingName): Promise<{ id: string; effectiveFrom: Date } | null> {
  return tx.settingVersion.findFirst({ where: { name }, select: { id: true, effectiveFrom: true }, orderBy: [{ effectiveFrom: "desc" }, { id: "desc" }] });
}

/** The kind of due work in which an organization is looked at for what its people are to be reminded of (lib/reminders). */
export const REMINDERS_DUE = "reminders";

/** The kind of due work in which an organization is looked at for what is a finding by now (lib/findings). */
export const FINDINGS_DUE = "findings";

/** Has the organization looked at for findings from an instant on; the look itself puts the next one in line. */
export async function lookForFindingsAt(tx: TenantTransaction, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${FINDINGS_DUE}, 'daily', ${at}::timestamptz)`;
}

/** The kind of due work in which the rules in force are tried by their own examples (lib/rules). */
export const RULES_DUE = "rule_canaries";

/** Has the rules in force tried from an instant on; the trial itself puts the next one in line. */
export async function tryRulesAt(tx: TenantTransaction, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${RULES_DUE}, 'daily', ${at}::timestamptz)`;
}

/** Has the organization looked at from an instant on; the look itself puts the next one in line. */
export async function lookAgainAt(tx: TenantTransaction, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${REMINDERS_DUE}, 'daily', ${at}::timestamptz)`;
}
