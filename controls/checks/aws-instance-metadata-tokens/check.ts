import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { metadata_tokens_required: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("Its metadata options are not known.");
  return found === true ? pass("A token is required, or there are no metadata.") : fail("Metadata, the role’s keys among them, are told to whoever can make the instance ask.");
};
