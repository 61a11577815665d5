import { z } from "zod";
import { defineVerb, lineInput, type VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { adoptFrameworks } from "./adopt-framework.ts";
import type { Framework } from "./framework.ts";
import { fileHashInput } from "./open-framework-file.ts";
import { holdsFrameworkFile, insertOwnVersion, lockOwnFrameworks, ownVersions } from "./own-frameworks.repository.ts";
import { ownFrameworkInput, type OwnFramework } from "./own-input.ts";
import { OWN_FRAMEWORK_LIMITS } from "./own-limits.ts";
import { judged } from "./parse-own-framework.ts";
import { planOwnFramework, requirementRecords, type OwnFrameworkPlan } from "./plan-own-framework.ts";

/**
 * Takes a framework of the organization's own, or a new version of it, and adopts it. The same content a second time
 * changes nothing. Items that controls are mapped to cannot vanish.
 *
 * @throws AppError not_found for a file that was not sent; validation; precondition_failed (requirements_mapped); limit_exceeded
 */
export const saveOwnFramework = defineVerb({
  name: "frameworks.save_own",
  permission: "frameworks.manage",
  effect: "write",
  input: z.strictObject({ framework: ownFrameworkInput, fileName: lineInput(255), fileSha256: fileHashInput }),
  async run(args): Promise<Pick<OwnFrameworkPlan, "key" | "version" | "kind">> {
    const { tx, context, scope, now, input: { framework, fileName, fileSha256 }, audit, unchanged } = args;
    const { organizationId } = context;
    if (!(await holdsFrameworkFile(tx, organizationId, fileSha256))) throw notFound("file");
    refuseBroken(fileName, framework);
    await lockOwnFrameworks(tx, organizationId);
    const plan = await planOwnFramework(tx, scope, now, framework);
    const { key, version, kind, contentHash } = plan;
    if (kind === "same") {
      unchanged();
      return { key, version, kind };
    }
    await refuseLoss(args, plan);
    const { id: _, groups: __, requirements: ___, itemLabel, validityNote, ...facts } = framework;
    await insertOwnVersion(tx, organizationId, {
      ...facts, id: newId("ofv", now.getTime()), key, version, itemLabel: itemLabel.one, itemLabelMany: itemLabel.many, validityNote: validityNote ?? "", contentHash,
      fileName, fileSha256, recordedAt: now, recordedBy: actorId(context.actor), requirements: requirementRecords(framework),
    });
    await audit({ action: "framework.saved", subjectKind: "framework", subjectId: key, changes: { file: fileName, sha256: fileSha256, version, added: plan.added.length, removed: plan.removed, retitled: plan.retitled.length } });
    await adoptFrameworks(args, [key]);
    return { key, version, kind };
  },
});

/** The same judgement as of the file: what a caller sends is taken for no more than that. */
function refuseBroken(fileName: string, framework: OwnFramework): void {
  const at = { line: 1, column: 1 };
  const placed: Framework = {
    ...framework, supersededBy: null, supersededByAt: at,
    groups: framework.groups.map((one) => ({ ...one, at })), requirements: framework.requirements.map((one) => ({ ...one, at })),
  };
  const [problem] = judged(fileName, placed, []).problems;
  if (problem !== undefined) throw new AppError("validation", "framework_broken", `${problem.sentence} Nothing was saved.`);
}

async function refuseLoss({ tx }: VerbArguments<unknown>, { kind, stillMapped }: OwnFrameworkPlan): Promise<void> {
  const [lost] = stillMapped;
  if (lost !== undefined) {
    throw new AppError("precondition_failed", "requirements_mapped",
      `The file no longer has ${stillMapped.map((one) => one.code).slice(0, 5).join(", ")}, to which controls are mapped (${lost.controls.slice(0, 5).join(", ")}). Take those mappings back first, or send it under another id as a new edition. Nothing was saved.`);
  }
  if (kind === "new" && (await ownVersions(tx)).length >= OWN_FRAMEWORK_LIMITS.frameworks) {
    throw new AppError("limit_exceeded", "too_many_frameworks", `An organization has at most ${OWN_FRAMEWORK_LIMITS.frameworks} frameworks of its own; nothing was saved.`);
  }
}
