import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { repository, file, actions } }, { pass, fail, error, notApplicable }) => {
  if (file === "absent" || file === "made by GitHub") return notApplicable(file === "absent" ? "Its file is not on the default branch." : "GitHub makes it.");
  if (!Array.isArray(actions) || typeof repository !== "string") return error("What it runs could not be read.");
  const own = `${repository.split("/")[0] ?? ""}/`.toLowerCase();
  const foreign = actions.map(String).filter((one) => !one.startsWith("./") && !one.toLowerCase().startsWith(own));
  const loose = foreign.filter((one) => !/@(?:[0-9a-f]{40}|sha256:[0-9a-f]{64})$/.test(one));
  if (loose.length > 0) return fail(`Not at a fixed commit: ${loose.slice(0, 10).join(", ")}${loose.length > 10 ? ` and ${loose.length - 10} more` : ""}.`);
  return pass(foreign.length === 0 ? "It runs no foreign action." : `All ${foreign.length} are at a fixed commit.`);
};
