import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes, externalId }, { pass, fail, error, notApplicable, rows }) => {
  if (typeof attributes.state !== "string") return error("Its state is not known.");
  if (attributes.state !== "running") return notApplicable(`It is ${attributes.state}.`);
  const found = rows("coverage").filter(({ resource, by }) => resource === externalId && /^cloudwatch:Network(?:In|Out)$/.test(by));
  const covered = found.find(({ state }) => state === "covered");
  if (covered !== undefined) return pass(`Values come (${covered.status}, last ${covered.lastSeenAt ?? "time unknown"}).`);
  if (found.some(({ state }) => state === "unknown")) return error("Whether it is covered is not known.");
  return fail(found[0]?.reason ?? "No values of it are known.");
};
