import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  const access = attributes.open_delete as { open?: unknown; by?: unknown } | null | undefined;
  if (typeof access?.open !== "boolean") return error("Not everything that decides it could be read.");
  return access.open ? fail(`Everybody may delete what is in it, by ${Array.isArray(access.by) ? access.by.join(" and ") : "a way unknown"}.`) : pass("Neither ACL nor policy lets strangers do so.");
};
