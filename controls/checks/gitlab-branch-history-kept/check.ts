import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { archived, default_branch: branch, protection } }, { pass, fail, error, notApplicable }) => {
  if (archived === true) return notApplicable("It is archived: nothing of it can change.");
  if (branch === null) return notApplicable("It has no branch.");
  if (typeof branch !== "string" || !Array.isArray(protection)) return error("How its default branch is protected is not known.");
  const rules = (protection as readonly { name: string; force: boolean | null }[]).filter(({ name }) => isMeant(branch, name));
  if (rules.length === 0) return fail(`${branch} is not protected: whoever may push may rewrite or delete it.`);
  // Of several rules the one that allows most is right.
  const open = rules.find(({ force }) => force === true);
  if (open !== undefined) return fail(`Forced pushes to ${branch} are allowed by the rule ${open.name}.`);
  return rules.some(({ force }) => force !== false) ? error("Whether forced pushes are allowed is not told: the server is older than GitLab 13.12.") : pass(`Forced pushes to ${branch} and its deletion are refused.`);
};

/** Whether a rule's name means a branch: itself, or with `*` for anything. */
function isMeant(branch: string, rule: string): boolean {
  const [first = "", ...rest] = rule.split("*");
  if (rest.length === 0) return branch === rule;
  const last = rest.pop() ?? "";
  if (!branch.startsWith(first) || branch.length < first.length + last.length || !branch.endsWith(last)) return false;
  let from = first.length;
  return rest.every((part) => {
    const at = branch.indexOf(part, from);
    from = at + part.length;
    return at >= 0 && from <= branch.length - last.length;
  });
}
