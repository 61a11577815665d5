import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { SETTINGS, type SettingName, type SettingValue } from "./definitions.ts";

/** The value of a setting in force at an instant; its initial value when nobody has changed it by then. */
export async function settingAt<Name extends SettingName>(tx: TenantTransaction, name: Name, at: Date): Promise<SettingValue<Name>> {
  const row = await tx.settingVersion.findFirst({
    where: { name, effectiveFrom: { lte: at } },
    orderBy: [{ effectiveFrom: "desc" }, { id: "desc" }],
  });
  return SETTINGS[name].schema.parse(row?.value ?? SETTINGS[name].initial) as SettingValue<Name>;
}
