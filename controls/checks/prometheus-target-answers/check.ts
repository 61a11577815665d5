import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ externalId }, { pass, fail, error, rows }) => {
  const found = rows("coverage").find(({ by, externalId: id }) => by === "prometheus" && id === externalId);
  if (found === undefined || found.state === "unknown") return error("Whether it answers is not known.");
  return found.state === "covered" ? pass(`Last asked at ${found.lastSeenAt ?? "a time unknown"}.`) : fail(found.reason ?? "It does not answer.");
};
