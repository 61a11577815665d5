import { requirementTitles } from "#lib/frameworks/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { insertMappings, insertRequests, lastRecordedMappings, storedRequests, type NewRequest } from "./adoption.repository.ts";
import { changedMappings } from "./changed-mappings.ts";
import { changeRequests } from "./change-requests.ts";
import { allControls, insertControls, insertControlVersions, lastRecordedVersions, lockControls, type ControlVersionRow, type NewControlVersion } from "./controls.repository.ts";
import type { AdoptArguments, LibraryControl } from "./library-input.ts";
import { MAX_CONTROLS } from "./limits.ts";
import { operatesText } from "./operates.ts";
import { nextVersion, type VersionContent } from "./version-content.ts";

/** How many rows an adoption wrote, by kind. All zero: the organization has these controls so already. */
export type Adoption = { controls: number; versions: number; mappings: number; requests: number; requestsRetired: number };

/**
 * Writes what differs between controls of a library and what the organization has: controls, versions, mappings and
 * their retractions, evidence requests. Retired controls stay as they are. New rows are written by kind and not by
 * control, so that a whole library fits into one transaction.
 *
 * @throws AppError precondition_failed for a requirement that is not loaded; limit_exceeded
 */
export async function writeAdoption(args: AdoptArguments): Promise<Adoption> {
  await refuseUnknownRequirements(args);
  const { tx, context, scope } = args;
  const { organizationId } = context;
  await lockControls(tx, organizationId);
  const versions = await lastRecordedVersions(tx, organizationId);
  const retired = new Set([...versions.values()].filter((one) => one.retirement !== null).map((one) => one.code));
  const controls = args.controls.filter((one) => !retired.has(one.code));
  const present = new Map((await allControls(tx, scope)).map((row) => [row.code, row.id]));
  const added = controls.filter((one) => !present.has(one.code)).map((one) => ({ id: newId("ctl", args.now.getTime()), code: one.code, createdAt: args.now }));
  if (present.size + added.length > MAX_CONTROLS) {
    throw new AppError("limit_exceeded", "too_many_controls", `An organization has at most ${MAX_CONTROLS} controls; nothing was changed.`);
  }
  const ids = new Map([...present, ...added.map((one) => [one.code, one.id] as const)]);
  const idOf = (control: LibraryControl): string => ids.get(control.code) ?? control.code;
  const forOne = ({ code }: LibraryControl): AdoptArguments => ({ ...args, effectiveFrom: args.since?.get(code) ?? args.effectiveFrom });
  const mappings = Map.groupBy(await lastRecordedMappings(tx, organizationId), (one) => one.controlId);
  const requests = Map.groupBy(await storedRequests(tx, organizationId), (one) => one.controlId);
  await insertControls(tx, organizationId, added);
  const newVersions = controls.flatMap((control) => changedVersion(forOne(control), idOf(control), control, versions.get(idOf(control))));
  await insertControlVersions(tx, organizationId, newVersions);
  const newMappings = controls.flatMap((control) => changedMappings(forOne(control), idOf(control), control, mappings.get(idOf(control)) ?? [], !versions.has(idOf(control))));
  await insertMappings(tx, organizationId, newMappings);
  const done: Adoption = { controls: added.length, versions: newVersions.length, mappings: newMappings.length, requests: 0, requestsRetired: 0 };
  const newRequests: NewRequest[] = [];
  for (const control of controls) {
    const { asked, reworded, retired } = await changeRequests(forOne(control), idOf(control), control, requests.get(idOf(control)) ?? []);
    newRequests.push(...asked);
    done.requests += asked.length + reworded;
    done.requestsRetired += retired;
  }
  await insertRequests(tx, organizationId, newRequests);
  return done;
}

async function refuseUnknownRequirements({ tx, controls }: AdoptArguments): Promise<void> {
  const wanted = controls.flatMap((control) => control.mappings.map((mapping) => ({ control: control.code, ...mapping })));
  const known = await requirementTitles(tx, [...new Set(wanted.map((one) => one.framework))]);
  const unknown = wanted.find((one) => !known.has(`${one.framework} ${one.requirement}`));
  if (unknown !== undefined) {
    throw new AppError("precondition_failed", "requirement_unknown",
      `${unknown.control} maps to ${unknown.framework} ${unknown.requirement}, which is not loaded. Load the frameworks first; nothing was changed.`);
  }
}

function changedVersion(args: AdoptArguments, controlId: string, control: LibraryControl, last: ControlVersionRow | undefined): NewControlVersion[] {
  const version = nextVersion(args, controlId, last, versionContent(control), { effectiveFrom: args.effectiveFrom, approval: last === undefined ? null : (args.approval ?? null) });
  return version === null ? [] : [version];
}

function versionContent(control: LibraryControl): VersionContent {
  return { ...control, operates: operatesText(control), linkNote: control.privateLinks };
}
