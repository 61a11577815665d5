import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (attributes.kms_key === undefined) return error("It is not known how it encrypts.");
  return typeof attributes.kms_key === "string" ? pass(`It encrypts with ${attributes.kms_key}.`) : fail("It encrypts with the key of S3 alone.");
};
