import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { SETTING_NAMES, SETTINGS, type SettingName } from "./definitions.ts";
import { settingAt } from "./settings.repository.ts";

export type SettingRow = { name: SettingName; title: string; value: unknown };

/** All settings with the values in force now. */
export const listSettings = defineVerb({
  name: "settings.list",
  permission: "settings.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx }): Promise<SettingRow[]> {
    const rows: SettingRow[] = [];
    for (const name of SETTING_NAMES) rows.push({ name, title: SETTINGS[name].title, value: await settingAt(tx, name) });
    return rows;
  },
});
