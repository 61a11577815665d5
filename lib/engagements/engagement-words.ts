import type { EngagementType } from "#prisma/generated/enums.ts";

/** What people call the types of an audit. */
export const ENGAGEMENT_TYPE_WORDS: Readonly<Record<EngagementType, string>> = {
  type_1: "Type I",
  type_2: "Type II",
  certification: "Certification",
  assessment: "Assessment",
};

/** "SOC 2 Type II" */
export function engagementLabel(engagement: { frameworkName: string; type: EngagementType }): string {
  return `${engagement.frameworkName} ${ENGAGEMENT_TYPE_WORDS[engagement.type]}`;
}
