import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { drift, differences, checked_at: at } }, { pass, fail, error }) => {
  const looked = `when it was looked at, ${String(at)}`;
  if (drift === "IN_SYNC") return pass(`In sync ${looked}.`);
  if (drift === "DELETED") return fail(`It was gone ${looked}.`);
  if (drift !== "MODIFIED") return error("Whether it drifted is not known.");
  return fail(`It was another ${looked}: ${(Array.isArray(differences) ? differences : []).join(", ") || "in properties that are not told"}.`);
};
