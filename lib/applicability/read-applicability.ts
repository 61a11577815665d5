import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { FrameworkPage } from "#lib/frameworks/index.ts";
import { issuedStatements, type IssuedStatement } from "./applicability.repository.ts";
import { countLines, type StatementCounts, type StatementLine } from "./statement.ts";
import { statementLines } from "./statement-lines.ts";

export type ApplicabilityPage = { framework: FrameworkPage["framework"]; lines: StatementLine[]; counts: StatementCounts; issued: IssuedStatement[] };

/** What applies of an edition, why, and by which controls it is implemented, as it is now; and what was issued of it. */
export const readApplicability = defineVerb({
  name: "applicability.read",
  permission: "mappings.read",
  effect: "read",
  input: z.strictObject({ frameworkKey: z.string().min(1).max(64) }),
  async run(args): Promise<ApplicabilityPage> {
    const { framework, lines } = await statementLines(args, args.input.frameworkKey);
    return { framework, lines, counts: countLines(lines), issued: await issuedStatements(args.tx, args.context.organizationId, args.input.frameworkKey) };
  },
});
