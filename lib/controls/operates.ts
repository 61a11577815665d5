import { CONTROL_FREQUENCIES, type ControlContent, type ControlFrequency } from "./control.ts";

const FREQUENCY_WORDS: Readonly<Record<ControlFrequency, string>> = {
  continuous: "Continuously",
  daily: "Daily",
  weekly: "Weekly",
  monthly: "Monthly",
  quarterly: "Quarterly",
  semiannual: "Twice a year",
  annual: "Once a year",
};

/** Parts the frequency from what the control also waits for. */
const TRIGGER = ". Trigger: ";

/** When a control operates, in words: by the calendar, by a trigger, or both. */
export function operatesText(control: Pick<ControlContent, "frequency" | "trigger">): string {
  const { frequency, trigger } = control;
  if (frequency === null) return trigger ?? "";
  return trigger === null ? FREQUENCY_WORDS[frequency] : `${FREQUENCY_WORDS[frequency]}${TRIGGER}${trigger}`;
}

/** The frequency and the trigger that {@link operatesText} made these words of. What it did not make is a trigger. */
export function frequencyAndTrigger(operates: string): { frequency: ControlFrequency | null; trigger: string | null } {
  for (const frequency of CONTROL_FREQUENCIES) {
    const words = FREQUENCY_WORDS[frequency];
    if (operates === words) return { frequency, trigger: null };
    if (operates.startsWith(`${words}${TRIGGER}`)) return { frequency, trigger: operates.slice(words.length + TRIGGER.length) };
  }
  return { frequency: null, trigger: operates };
}
