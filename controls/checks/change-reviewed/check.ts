import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"change"> = ({ state, author, mergedAt, mergedBy, approvals, attributes }, { pass, fail, error, notApplicable, now, parameters }) => {
  if (state !== "merged") return notApplicable("It was not merged.");
  if (mergedAt === null) return error("When it was merged is not known.");
  if (now.getTime() - Date.parse(mergedAt) > (parameters.days ?? 0) * 86_400_000) return notApplicable("It was merged too long ago.");
  if (typeof attributes.default_branch === "string" && attributes.base !== attributes.default_branch) return notApplicable(`It went into ${String(attributes.base)}, not into the default branch.`);
  if (author === null) return error("Who wrote it is not known.");
  const others = approvals.filter(({ by }) => by.id !== author.id);
  const ofHead = others.find(({ onHead }) => onHead === true);
  if (ofHead !== undefined) return pass(`Approved by ${ofHead.by.name ?? ofHead.by.id}${mergedBy === null ? "" : `, merged by ${mergedBy.name ?? mergedBy.id}`}.`);
  const unsaid = others.some(({ onHead }) => onHead === null) || (Array.isArray(attributes.approved_at_unknown_time_by) && attributes.approved_at_unknown_time_by.some((id) => id !== author.id));
  if (unsaid) return error("It was approved; whether what was merged is what was approved is not known.");
  return others.length > 0 ? fail("What was approved is older than what was merged.") : fail("Nobody but its author stands behind it.");
};
