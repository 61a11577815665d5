/** How widely evidence may be known. How long it is kept follows from it, unless it has a retention of its own. */
export const CLASSIFICATIONS = ["public", "internal", "confidential", "restricted"] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

export const CLASSIFICATION_WORDS: Readonly<Record<Classification, string>> = { public: "Public", internal: "Internal", confidential: "Confidential", restricted: "Restricted" };

export type Retention = { classification: Classification; /** Its own; null: that of its classification. */ retainDays: number | null; retainedFrom: Date };

/** Until when evidence is kept: what is then proposed to be disposed of. */
export function retainedUntil({ classification, retainDays, retainedFrom }: Retention, days: Readonly<Record<Classification, number>>): Date {
  return new Date(retainedFrom.getTime() + (retainDays ?? days[classification]) * 86_400_000);
}
