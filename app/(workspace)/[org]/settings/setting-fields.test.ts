import { expect, test } from "vitest";
import { SETTINGS } from "#lib/settings/index.ts";
import { settingFields, settingValue } from "./setting-fields.ts";

test("every setting of numbers can be shown in a form and comes back as the same value", () => {
  for (const [name, { initial }] of Object.entries(SETTINGS)) {
    // A day or nothing, choices of two, an address with certificates, addresses: each has a form of its own.
    if (["second_factor_required_from", "control_approval", "vendor_alert_resolution", "ledger_time_stamp", "ledger_mail_addresses"].includes(name)) continue;
    const { unit, fields } = settingFields(name, initial);
    expect(unit, name).not.toBe("");
    expect(fields.length, name).toBeGreaterThan(0);
    const form = new FormData();
    for (const field of fields) form.set(field.part === "" ? "value" : `value.${field.part}`, String(field.value));
    expect(settingValue(form), name).toEqual(initial);
  }
});

test("what is no number reaches the schema as it was typed, to be refused there", () => {
  const form = new FormData();
  form.set("value.high", "1e9");
  form.set("value.low", "");
  expect(settingValue(form)).toEqual({ high: "1e9", low: "" });
});
