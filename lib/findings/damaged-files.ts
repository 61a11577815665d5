import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { membersHolding } from "#lib/notifications/index.ts";
import type { ControlOwner } from "#lib/ownership/index.ts";
import type { OwnerRef } from "#lib/people/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { DAMAGE_REMEDY, DAMAGE_WORDS } from "#lib/stored-files/index.ts";
import { damagedFilesByControl, unsettledAboutFiles, type DamagedFiles } from "./damaged-files.repository.ts";
import type { DueCause } from "./due-causes.ts";
import { lockCauses } from "./finding-parts.repository.ts";
import { requireFinding } from "./finding.repository.ts";
import { recordStep } from "./record-step.ts";
import { tellSettled } from "./tell-people.ts";
import { UNSETTLED_STATUSES } from "./words.ts";

/** Files that a cause names; the others are counted. */
const NAMED = 10;

/**
 * What is damaged where it is stored, one finding for each control whose evidence it is and one for everything else: a disk that lost
 * a folder is as many gaps as there are owners, not as there are files. Where a control has no owner, an administrator answers.
 */
export async function damageCauses(tx: TenantTransaction, organizationId: string, ownerOf: (controlId: string) => ControlOwner | undefined): Promise<DueCause[]> {
  const damaged = await damagedFilesByControl(tx, organizationId);
  if (damaged.length === 0) return [];
  const [admin] = await membersHolding(tx, organizationId, "data.hold");
  const administrator: OwnerRef | null = admin === undefined ? null : { memberId: admin };
  return damaged.map((one): DueCause => {
    const newest = one.files[0]!;
    const code = one.code ?? "no control";
    return {
      // What was found last names the fact: files that come back one by one are none.
      cause: `stored_files:${subjectOf(one, organizationId)}:${newest.since.toISOString()}:${newest.sha256}`,
      text: textOf(one),
      sourceKind: "stored_files", sourceId: subjectOf(one, organizationId), sourceName: one.code ?? "Stored files",
      title: one.code === null ? "Stored files are missing or altered" : `Evidence files of ${code} are missing or altered`, severity: "high",
      controlIds: one.controlId === null ? [] : [one.controlId], owner: (one.controlId === null ? null : memberOf(ownerOf(one.controlId))) ?? administrator,
    };
  });
}

const subjectOf = ({ controlId }: DamagedFiles, organizationId: string): string => controlId ?? organizationId;

function memberOf(owner: ControlOwner | undefined): OwnerRef | null {
  return owner === undefined || owner.left || owner.memberId === null ? null : { memberId: owner.memberId };
}

function textOf({ code, files }: DamagedFiles): string {
  const named = files.slice(0, NAMED).map(({ name, found, since, sha256 }) => `${name} is ${DAMAGE_WORDS[found].is} (since ${since.toISOString().slice(0, 16).replace("T", " ")} UTC, SHA-256 ${sha256})`);
  const more = files.length > NAMED ? `, and ${files.length - NAMED} more` : "";
  const whose = code === null ? "that belong to no control" : `that evidence for ${code} rests on`;
  return `${files.length} stored ${files.length === 1 ? "file" : "files"} ${whose} ${files.length === 1 ? "is" : "are"} not what was stored: ${named.join("; ")}${more}. ${DAMAGE_REMEDY}`;
}

/** Findings about stored files whose files are all whole again. */
export async function healedFindings(tx: TenantTransaction, organizationId: string): Promise<string[]> {
  const unsettled = await unsettledAboutFiles(tx, organizationId, UNSETTLED_STATUSES);
  if (unsettled.length === 0) return [];
  const damaged = new Set((await damagedFilesByControl(tx, organizationId)).map((one) => subjectOf(one, organizationId)));
  return unsettled.filter(({ subject }) => !damaged.has(subject)).map(({ id }) => id);
}

/** Closes a finding whose files were all read again and are whole: nobody has to verify what was compared byte by byte. Said again, or too early, it changes nothing. */
export const closeHealed = defineVerb({
  name: "findings.close_healed",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ findingId: idInput }),
  async run(args): Promise<void> {
    const { tx, scope, context: { organizationId }, input, now } = args;
    await lockCauses(tx, organizationId);
    const finding = await requireFinding(tx, scope, input.findingId);
    if (!(await healedFindings(tx, organizationId)).includes(input.findingId)) return args.unchanged();
    const text = "Every file that it named was read again and is whole, or was disposed of.";
    await recordStep(args, finding, { kind: "closed", text, facts: { status: "closed" }, state: { settledAt: now } });
    await tellSettled(args, finding, text);
  },
});
