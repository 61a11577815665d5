import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { insertStatement, issuedStatements, lockApplicability } from "./applicability.repository.ts";
import { countLines, type StatementContent } from "./statement.ts";
import { statementLines } from "./statement-lines.ts";

/**
 * Issues the statement of applicability as the next version: what applies, why, by which controls, and how these stood at
 * this instant. It is never changed; a later one stands beside it.
 *
 * @throws AppError not_found; precondition_failed while an item is not decided
 */
export const issueStatement = defineVerb({
  name: "applicability.issue",
  permission: "mappings.manage",
  effect: "write",
  input: z.strictObject({ frameworkKey: z.string().min(1).max(64) }),
  async run(args): Promise<{ version: number }> {
    const { tx, context, now, input: { frameworkKey }, audit } = args;
    const { organizationId } = context;
    const { framework, lines } = await statementLines(args, frameworkKey);
    const { undecided } = countLines(lines);
    if (undecided > 0) {
      throw new AppError("precondition_failed", "items_undecided", `${undecided} ${undecided === 1 ? `${framework.itemLabel} is` : `${framework.itemLabelMany} are`} not decided. A statement says of each whether it applies; nothing was issued.`);
    }
    await lockApplicability(tx, organizationId);
    const version = ((await issuedStatements(tx, organizationId, frameworkKey))[0]?.version ?? 0) + 1;
    const { key, name, edition, itemLabel, itemLabelMany, contentHash, notCovered } = framework;
    const organization = (await readOrganization.definition.run({ ...args, prepared: undefined, input: {} })).name;
    const content: StatementContent = { organization, framework: { key, name, edition, itemLabel, itemLabelMany, contentHash }, version, issuedAt: now.toISOString(), issuedBy: context.actor.name, notCovered, lines };
    const text = canonicalJson(content);
    const id = newId("aps", now.getTime());
    await insertStatement(tx, organizationId, { id, frameworkKey, version, content: text, contentSha256: sha256Hex(text), issuedAt: now, issuedBy: actorId(context.actor) });
    await audit({ action: "applicability.issued", subjectKind: "framework", subjectId: frameworkKey, changes: { version, sha256: sha256Hex(text) } });
    return { version };
  },
});
