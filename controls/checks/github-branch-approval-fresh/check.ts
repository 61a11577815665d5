import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ externalId, attributes }, { pass, fail, error, notApplicable, rows }) => {
  if (attributes.archived === true) return notApplicable("It is archived: nothing of it can change.");
  const mine = rows("resource").filter((row) => row.attributes.repository === externalId);
  const protection = mine.find(({ type }) => type === "github.branch_protection")?.attributes;
  if (typeof protection?.protected !== "boolean") return error("How its default branch is protected is not known.");
  const asked = mine.flatMap(({ type, attributes: { rule, parameters: told } }) => (type === "github.branch_rule" && rule === "pull_request" ? [told as { required_approving_review_count?: unknown; dismiss_stale_reviews_on_push?: unknown; require_last_push_approval?: unknown }] : []));
  const ofBranch = protection.protected && Number(protection.required_approvals) > 0;
  if (!ofBranch && asked.every((one) => !(Number(one.required_approving_review_count) > 0))) return fail("It requires no approval.");
  const fresh = (ofBranch && (protection.dismisses_stale_approvals === true || protection.requires_approval_of_last_push === true))
    || asked.some((one) => Number(one.required_approving_review_count) > 0 && (one.dismiss_stale_reviews_on_push === true || one.require_last_push_approval === true));
  return fresh ? pass("New commits need a new approval.") : fail("An approval stands whatever is pushed after it.");
};
