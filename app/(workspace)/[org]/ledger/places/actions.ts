"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { changeSetting } from "#lib/settings/index.ts";

/** Who stamps checkpoints; an empty address is nobody. */
export const changeAuthorityAction = formAction({
  verb: changeSetting,
  input: (form) => {
    const url = textField(form, "value.url").trim();
    return { name: "ledger_time_stamp", value: url === "" ? "none" : { url, certificates: textField(form, "value.certificates") } };
  },
});

/** Who is mailed checkpoints. */
export const changeAddressesAction = formAction({ verb: changeSetting, input: (form) => ({ name: "ledger_mail_addresses", value: form.getAll("value").filter((one) => typeof one === "string" && one !== "") }) });
