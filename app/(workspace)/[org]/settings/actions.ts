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

/** From which day everybody needs a second factor; nobody does when it is switched off. */
export const requireSecondFactorAction = formAction({
  verb: changeSetting,
  input: (form) => ({ name: "second_factor_required_from", value: textField(form, "required") === "yes" ? textField(form, "value") : "never" }),
});

/** Whether another person approves what changes controls. */
export const changeApprovalAction = formAction({ verb: changeSetting, input: (form) => ({ name: "control_approval", value: textField(form, "value") }) });

/** Whether what a vendor calls over closes an alert that nobody took. */
export const changeResolutionAction = formAction({ verb: changeSetting, input: (form) => ({ name: "vendor_alert_resolution", value: textField(form, "value") }) });

export const changeOrganizationAction = formAction({
  verb: changeOrganization,
  input: (form) => ({ name: textField(form, "name"), timeZone: textField(form, "timeZone"), region: textField(form, "region") }),
});
