/** One number of a setting: `part` is the severity it is for, or empty when the setting is a single number. */
export type SettingField = { part: string; label: string; value: number };

const LABELS: Readonly<Record<string, string>> = { critical: "Critical", high: "High", medium: "Medium", low: "Low", public: "Public", internal: "Internal", confidential: "Confidential", restricted: "Restricted" };
const UNITS = ["minutes", "hours", "days", "percent", "alerts"] as const;

/** The numbers that a setting's value consists of, and the unit, which its name ends with. */
export function settingFields(name: string, value: unknown): { unit: string; fields: SettingField[] } {
  const unit = UNITS.find((candidate) => name.endsWith(`_${candidate}`)) ?? "";
  if (typeof value === "number") return { unit, fields: [{ part: "", label: unit === "" ? "Value" : `${unit.charAt(0).toUpperCase()}${unit.slice(1)}`, value }] };
  const parts = Object.entries(typeof value === "object" && value !== null ? value : {});
  return { unit, fields: parts.filter((part): part is [string, number] => typeof part[1] === "number").map(([part, number]) => ({ part, label: LABELS[part] ?? part, value: number })) };
}

/** The inverse: what a form holds, as the setting's value. Fields are named `value`, or `value.<part>`. */
export function settingValue(form: FormData): unknown {
  const single = form.get("value");
  if (typeof single === "string") return toNumber(single);
  const parts = [...form.entries()].filter(([name]) => name.startsWith("value."));
  return Object.fromEntries(parts.map(([name, text]) => [name.slice("value.".length), toNumber(String(text))]));
}

// What is no number stays a text, which the setting's schema refuses with the field's name.
function toNumber(text: string): number | string {
  const trimmed = text.trim();
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
}
