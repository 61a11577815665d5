import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { ping, platform, agent_latest: latest, agent_version: version } }, { pass, fail, error, notApplicable }) => {
  if (typeof ping !== "string") return error("Whether its agent is heard is not known.");
  if (ping !== "Online") return notApplicable(`Its agent is not heard (${ping}): whether a running instance has one is judged by itself.`);
  if (platform === "Windows") return notApplicable("AWS does not say of Windows which version is the newest.");
  if (typeof latest !== "boolean") return error("Whether there is a newer agent is not known.");
  return latest ? pass(`Agent ${String(version)} is the newest.`) : fail(`There is a newer agent than ${String(version)}.`);
};
