import type { VerbArguments } from "#lib/access/index.ts";
import { readFramework, type FrameworkPage } from "#lib/frameworks/index.ts";
import { decisionsOf } from "./applicability.repository.ts";
import type { StatementLine } from "./statement.ts";

/** The lines of an edition's statement as they are now. @throws AppError not_found */
export async function statementLines(args: VerbArguments<unknown>, frameworkKey: string): Promise<{ framework: FrameworkPage["framework"]; lines: StatementLine[] }> {
  const page = await readFramework.definition.run({ ...args, prepared: undefined, input: { key: frameworkKey } });
  const decisions = await decisionsOf(args.tx, args.context.organizationId, frameworkKey);
  const lines = page.groups.flatMap((group) => group.requirements.map((one): StatementLine => {
    const decision = decisions.get(one.code);
    return {
      code: one.code, title: one.title, groupCode: group.code, groupTitle: group.title,
      applicable: decision?.applicable ?? null, justification: decision?.justification ?? "",
      implementation: one.gap === null ? "implemented" : one.gap === "only_contributed" ? "in_part" : "not_yet",
      controls: one.controls.map(({ code, strength }) => ({ code, strength })),
      status: one.status,
    };
  }));
  return { framework: page.framework, lines };
}
