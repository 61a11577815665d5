import type { VerbArguments } from "#lib/access/index.ts";
import { changedMappings, lastRecordedMappings, lastRecordedVersions, writeAdoption, type Adoption, type ControlVersionRow, type LibraryControl, type MappingRecord } from "#lib/controls/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { approvalAtOnce } from "./approval-mode.ts";
import type { ProposedMapping } from "./draft.ts";
import { zoneOf } from "./effective-day.ts";
import { openDraftsOf, type StoredDraft } from "./draft.repository.ts";
import { saveDraft, submit } from "./write-draft.ts";

type Act = VerbArguments<unknown>;
type Taken = { controls: readonly LibraryControl[]; /** A control given holds all that is wanted of it. */ whole?: boolean; /** What whoever approves is told. */ reason: string; /** By code, since when what is taken of single controls holds instead of from now on. */ since?: ReadonlyMap<string, Date> };

/**
 * Takes controls from a list of the organization's own. New ones, and what needs no approval of the others, are recorded at once;
 * what existing controls say and map to otherwise becomes a draft for each, which waits for approval.
 *
 * @throws AppError precondition_failed for a requirement that is not loaded; limit_exceeded
 */
export async function proposeControls(args: Act, { controls, whole = false, reason, since = new Map() }: Taken): Promise<Adoption & { proposed: number }> {
  const { tx, context, scope, now } = args;
  const approval = await approvalAtOnce(args);
  const adoption = { tx, context, scope, now, effectiveFrom: now, whole, since };
  if (approval !== null) return { ...(await writeAdoption({ ...adoption, controls, approval })), proposed: 0 };
  const versions = new Map([...(await lastRecordedVersions(tx, context.organizationId)).values()].map((one) => [one.code, one]));
  const mappings = Map.groupBy(await lastRecordedMappings(tx, context.organizationId), (one) => one.controlId);
  const ofControl = (version: ControlVersionRow): MappingRecord[] => mappings.get(version.controlId) ?? [];
  const written = await writeAdoption({ ...adoption, controls: controls.map((one) => held(one, versions.get(one.code), ofControl)) });
  const after = await lastRecordedVersions(tx, context.organizationId);
  const existing = controls.flatMap((control) => {
    const before = versions.get(control.code);
    return before === undefined ? [] : [{ control, before }];
  });
  const open = await openDraftsOf(tx, context.organizationId, existing.map(({ before }) => before.controlId));
  const zone = await zoneOf(args);
  let proposed = 0;
  for (const { control, before } of existing) {
    const own = open.find((one) => one.controlId === before.controlId && one.createdBy === actorId(context.actor)) ?? null;
    const baseVersion = own?.newest.baseVersion ?? after.get(before.controlId)?.version ?? before.version;
    const from = since.get(control.code);
    if (await propose(args, { control, before, own, baseVersion, known: ofControl(before), whole, reason, effectiveDay: from === undefined ? null : dayOf(from, zone) })) proposed += 1;
  }
  return { ...written, proposed };
}

/** A control with what needs approval as it is now. */
function held(control: LibraryControl, version: ControlVersionRow | undefined, mappingsOf: (version: ControlVersionRow) => readonly MappingRecord[]): LibraryControl {
  if (version === undefined) return control;
  const mappings = mappingsOf(version).filter((one) => !one.retracted).map((one) => ({ framework: one.frameworkKey, requirement: one.requirementCode, relation: one.strength, origin: one.origin, rationale: one.rationale }));
  return { ...control, statement: version.statement, scope: version.scope, mappings };
}

type Proposed = { control: LibraryControl; before: ControlVersionRow; own: StoredDraft | null; baseVersion: number; known: readonly MappingRecord[]; whole: boolean; reason: string; effectiveDay: string | null };

/** @returns false when the control says and maps to the same already */
async function propose(args: Act, { control, before, own, baseVersion, known, whole, reason, effectiveDay }: Proposed): Promise<boolean> {
  const { controlId } = before;
  const bases = new Map(known.map((one) => [`${one.frameworkKey} ${one.requirementCode}`, one.id]));
  const wishes = changedMappings({ ...args, controls: [], effectiveFrom: args.now, whole }, controlId, control, known, false).map(({ frameworkKey, requirementCode, strength, rationale, origin, retracted }): ProposedMapping =>
    ({ frameworkKey, requirementCode, strength, rationale, origin, retracted, base: bases.get(`${frameworkKey} ${requirementCode}`) ?? null }));
  const changed = (part: "statement" | "scope"): string | null => (control[part] === before[part] ? null : control[part]);
  if (wishes.length === 0 && changed("statement") === null && changed("scope") === null) return false;
  const kept = (own?.newest.mappings ?? []).filter((one) => !wishes.some((wish) => wish.frameworkKey === one.frameworkKey && wish.requirementCode === one.requirementCode));
  const draft = await saveDraft(args, controlId, own, {
    statement: changed("statement") ?? own?.newest.statement ?? null, scope: changed("scope") ?? own?.newest.scope ?? null, mappings: [...kept, ...wishes],
    baseVersion, effectiveDay: own?.newest.effectiveDay ?? effectiveDay, reason: own?.newest.reason ?? reason,
  });
  // What somebody had not sent yet stays unsent: they may not be done with it.
  if (draft !== null && own === null) await submit(args, draft);
  return true;
}
