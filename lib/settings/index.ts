export { changeSetting } from "./change-setting.ts";
export { SETTINGS, type SettingName, type SettingValue } from "./definitions.ts";
export { listSettings, type SettingRow } from "./list-settings.ts";
export { FINDINGS_DUE, lookAgainAt, lookForFindingsAt, REMINDERS_DUE, RULES_DUE, settingAt, tryRulesAt } from "./settings.repository.ts";
