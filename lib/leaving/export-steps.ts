/** What an export can be. */
export const EXPORT_STATUSES = ["queued", "running", "ready", "failed", "expired"] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

/** The steps in which an export is made, in order, with the share of the work that lies before each. */
export const EXPORT_STEPS = [
  { name: "read", words: "Read all tables", from: 0 },
  { name: "check", words: "Read and check the files", from: 0.2 },
  { name: "write", words: "Write the archive", from: 0.55 },
] as const;

export type ExportStep = (typeof EXPORT_STEPS)[number]["name"];

/** The share of the whole that is done when a step is done by `share`, both from 0 to 1. */
export function shareOf(step: ExportStep, share: number): number {
  const index = EXPORT_STEPS.findIndex((one) => one.name === step);
  const from = EXPORT_STEPS[index]!.from;
  const until = EXPORT_STEPS[index + 1]?.from ?? 1;
  return from + (until - from) * Math.min(1, Math.max(0, share));
}
