import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { file, permissions, jobs_without_permissions: without } }, { pass, fail, error, notApplicable }) => {
  if (file === "absent" || file === "made by GitHub") return notApplicable(file === "absent" ? "Its file is not on the default branch." : "GitHub makes it.");
  if (!Array.isArray(permissions) || !Array.isArray(without)) return error("What it states could not be read.");
  const wide = (permissions as { job: string | null; grants: unknown }[]).find(({ grants }) => grants === "write-all");
  if (wide !== undefined) return fail(`${wide.job === null ? "The file" : `Job ${wide.job}`} grants write-all.`);
  return without.length === 0 ? pass("It states what its token may do.") : fail(`No permissions are stated for ${without.slice(0, 10).map(String).join(", ")}${without.length > 10 ? ` and ${without.length - 10} more jobs` : ""}.`);
};
