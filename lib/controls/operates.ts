import type { ControlContent, ControlFrequency } from "./control.ts";

const FREQUENCY_WORDS: Readonly<Record<ControlFrequency, string>> = {
  continuous: "Continuously",
  daily: "Daily",
  weekly: "Weekly",
  monthly: "Monthly",
  quarterly: "Quarterly",
  semiannual: "Twice a year",
  annual: "Once a year",
};

/** When a control operates, in words: by the calendar, by a trigger, or both. */
export function operatesText(control: Pick<ControlContent, "frequency" | "trigger">): string {
  const { frequency, trigger } = control;
  if (frequency === null) return trigger ?? "";
  return trigger === null ? FREQUENCY_WORDS[frequency] : `${FREQUENCY_WORDS[frequency]}. Trigger: ${trigger}`;
}
