/** When a schedule runs and what its packet is about, in words. */
export const FREQUENCY_WORDS = {
  weekly: { label: "Weekly", runs: "Each Monday", about: "the week before, Monday to Sunday" },
  monthly: { label: "Monthly", runs: "On the 1st of each month", about: "the month before" },
  quarterly: { label: "Quarterly", runs: "On 1 Jan, Apr, Jul and Oct", about: "the quarter before" },
} as const;
