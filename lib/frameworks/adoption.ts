import type { AdoptionRecord } from "./adoption.repository.ts";

/** Whether an organization works with an edition: adopted, left again, or never adopted. */
export type Adoption = {
  state: "adopted" | "left" | "never";
  /** Since when it is so; null when it never was. */
  since: Date | null;
  /** Why it was left; empty otherwise. */
  reason: string;
  /** Whether the edition's content was corrected since it was adopted: its items are not quite the ones that were taken on. */
  contentChanged: boolean;
};

export function adoptionOf(record: AdoptionRecord | undefined, contentHash: string): Adoption {
  if (record === undefined) return { state: "never", since: null, reason: "", contentChanged: false };
  return { state: record.state, since: record.recordedAt, reason: record.reason, contentChanged: record.state === "adopted" && record.contentHash !== contentHash };
}
