import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ externalId }, { pass, fail, error, now, parameters, rows }) => {
  const found = rows("vulnerability").filter((row) => row.resource === externalId && row.externalId.includes(":secret-scanning:"));
  if (found.some(({ state }) => state === "suppressed")) return error("How a secret that was found stands is not known.");
  const open = found.filter(({ state }) => state === "open").map(({ firstSeenAt }) => Math.floor((now.getTime() - Date.parse(firstSeenAt)) / 86_400_000));
  if (open.length === 0) return pass(found.length === 0 ? "None was found." : "None is open.");
  const [oldest, allowed] = [Math.max(...open), parameters.days ?? 0];
  const said = `${open.length === 1 ? "One is" : `${open.length} are`} open, the oldest for ${oldest} days`;
  return oldest <= allowed ? pass(`${said}; ${allowed} are allowed.`) : fail(`${said}; ${allowed} are allowed.`);
};
