import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { allControls, writeRetirements } from "#lib/controls/index.ts";
import { proposeControls } from "#lib/drafts/index.ts";
import { assignOwner } from "#lib/ownership/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { periodInstants } from "#lib/platform/zoned-time.ts";
import { holdsFile, insertImport } from "./control-import.repository.ts";
import { rowsInput, sourceInput, takeOverInput } from "./import-input.ts";
import { planImport, statesLater, type PlannedControl } from "./plan.ts";
import { toLibraryControl } from "./to-library-control.ts";

const input = z.strictObject({ source: sourceInput, rows: rowsInput, takeOver: takeOverInput, relation: z.enum(["satisfies", "contributes"]) });

export type ImportedControls = { created: number; changed: number; left: number; leftOut: number; /** Existing controls whose new statement or mappings wait for another person's approval. */ proposed: number };

/**
 * Takes controls from a spreadsheet: new ones, and of those that the organization has the ones named in `takeOver`, whose new
 * statements and mappings wait for another person's approval. Rows with a problem are left out. The same file a second time changes nothing.
 *
 * @throws AppError not_found for a file that was not sent; limit_exceeded
 */
export const importControls = defineVerb({
  name: "control_import.import",
  permission: "controls.adopt",
  effect: "write",
  input,
  async run(args): Promise<ImportedControls> {
    const { tx, context, now, input: { source, rows, takeOver, relation }, audit, unchanged } = args;
    const { organizationId } = context;
    if (!(await holdsFile(tx, organizationId, source.sha256))) throw notFound("file");
    const plan = await planImport(args, rows);
    const changed = plan.differ.filter((one) => takeOver.includes(one.code));
    const taken = [...plan.create, ...changed];
    const done: ImportedControls = { created: plan.create.length, changed: changed.length, left: plan.differ.length - changed.length + plan.same.length, leftOut: new Set(plan.problems.map((one) => one.row)).size, proposed: 0 };
    if (taken.length === 0) {
      unchanged();
      return done;
    }
    const controls = taken.map((one) => toLibraryControl(one, relation, source.fileName));
    const zone = await zoneOf(args);
    const written = await proposeControls(args, { controls, reason: `Taken over from ${source.fileName}.`, since: sinceWhen(taken, zone) });
    done.proposed = written.proposed;
    await assignOwners(args, taken);
    await retire(args, taken, source.fileName);
    const id = newId("imp", now.getTime());
    await insertImport(tx, organizationId, { id, ...source, created: done.created, changed: done.changed, importedAt: now, importedBy: actorId(context.actor) });
    await audit({ action: "controls.imported", subjectKind: "control_import", subjectId: id, changes: { file: source.fileName, sha256: source.sha256, sheet: source.sheetName, ...done, ...written, codes: taken.map((one) => one.code) } });
    return done;
  },
});

async function zoneOf({ tx, context }: Pick<VerbArguments<unknown>, "tx" | "context">): Promise<string> {
  const organization = await findOrganization(tx, context.organizationId);
  if (organization === null) throw notFound("organization");
  return organization.timeZone;
}

/** Since when what is taken holds, where the sheet says so: of a new control, and of a changed one where it is later than before. */
function sinceWhen(taken: readonly PlannedControl[], zone: string): Map<string, Date> {
  return new Map(taken.flatMap((one) => {
    const { code, effectiveFrom: day, existing } = one;
    const counts = day !== null && (existing === null || statesLater(one, existing.version, zone));
    return counts ? [[code, periodInstants({ firstDay: day, lastDay: day, timeZone: zone }).from] as const] : [];
  }));
}

/** Ends the controls that the sheet ends. */
async function retire(args: VerbArguments<unknown>, taken: readonly PlannedControl[], fileName: string): Promise<void> {
  const ending = taken.flatMap(({ code, retired }) => (retired === null ? [] : [{ code, ...retired }]));
  if (ending.length === 0) return;
  const ids = new Map((await allControls(args.tx, args.scope)).map((one) => [one.code, one.id]));
  await writeRetirements(args, ending.map(({ code, day, successor, reason }) => {
    const [controlId, successorId] = [ids.get(code), successor === null ? null : ids.get(successor)];
    if (controlId === undefined || successorId === undefined) throw new AppError("validation", "successor", `${code} is followed by ${successor ?? ""}, whose row has a problem. Mend it first; nothing was changed.`);
    return { controlId, from: day, reason: reason === "" ? `Retired in ${fileName}.` : reason, successorId };
  }));
}

/** Names the owners that the sheet names, one act for each person. */
async function assignOwners(args: VerbArguments<z.output<typeof input>>, taken: readonly PlannedControl[]): Promise<void> {
  const ids = new Map((await allControls(args.tx, args.scope)).map((one) => [one.code, one.id]));
  const owned = taken.flatMap(({ code, owner }) => (owner === null ? [] : [{ id: ids.get(code) ?? code, owner }]));
  for (const [, group] of Map.groupBy(owned, ({ owner }) => (owner.kind === "member" ? owner.memberId : owner.email))) {
    const [first] = group;
    if (first === undefined) continue;
    const owner = first.owner.kind === "member" ? { kind: "member" as const, memberId: first.owner.memberId } : first.owner;
    for (let at = 0; at < group.length; at += 500) await assignOwner.definition.run({ ...args, input: { controlIds: group.slice(at, at + 500).map((one) => one.id), owner } });
  }
}
