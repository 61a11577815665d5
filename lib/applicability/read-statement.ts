import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findStatement } from "./applicability.repository.ts";
import { statementContent, type StatementContent } from "./statement.ts";

/** A statement as it was issued. @throws AppError not_found */
export const readStatement = defineVerb({
  name: "applicability.read_statement",
  permission: "mappings.read",
  effect: "read",
  input: z.strictObject({ frameworkKey: z.string().min(1).max(64), version: z.number().int().min(1).max(1_000_000) }),
  async run({ tx, context, input }): Promise<{ content: StatementContent; sha256: string }> {
    const row = await findStatement(tx, context.organizationId, input.frameworkKey, input.version);
    if (row === null) throw notFound("statement");
    return { content: statementContent.parse(JSON.parse(row.content)), sha256: row.contentSha256 };
  },
});
