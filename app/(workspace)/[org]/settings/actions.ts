"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { changeOrganization } from "#lib/organizations/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { settingValue } from "./setting-fields.ts";

export const changeSettingAction = formAction({
  verb: changeSetting,
  input: (form) => ({ name: textField(form, "name"), value: settingValue(form) }),
});

export const changeOrganizationAction = formAction({
  verb: changeOrganization,
  input: (form) => ({ name: textField(form, "name"), timeZone: textField(form, "timeZone") }),
});
