import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { knownRequirements, lastRecordedMappings, storedRequests } from "./adoption.repository.ts";
import { adoptMappings } from "./adopt-mappings.ts";
import { adoptRequests } from "./adopt-requests.ts";
import { allControls, insertControl, insertControlVersion, lastRecordedVersions, type ControlVersionRow } from "./controls.repository.ts";
import { libraryInput, type AdoptArguments, type LibraryControl } from "./library-input.ts";
import { MAX_CONTROLS } from "./limits.ts";
import { operatesText } from "./operates.ts";

/** How many rows an adoption wrote, by kind. All zero: the organization has this library already. */
export type Adoption = { controls: number; versions: number; mappings: number; requests: number; requestsRetired: number };

/**
 * Makes the controls of a library the organization's own: controls, versions where the content differs, mappings and
 * their retractions, evidence requests. Idempotent. Controls that the library does not have are left alone.
 * Owners, links and evidence of the organization stay as they are.
 *
 * `effectiveFrom` is when what is written starts to hold (now, unless said otherwise); it is recorded now in any case.
 */
export const adoptLibrary = defineVerb({
  name: "controls.adopt_library",
  permission: "controls.adopt",
  effect: "write",
  input: z.strictObject({ controls: libraryInput, effectiveFrom: z.date().optional() }),
  async run(args): Promise<Adoption> {
    const { tx, context, input, scope } = args;
    await refuseUnknownRequirements(args);
    const { organizationId } = context;
    const ids = new Map((await allControls(tx, scope)).map((row) => [row.code, row.id]));
    if (new Set([...ids.keys(), ...input.controls.map((one) => one.code)]).size > MAX_CONTROLS) {
      throw new AppError("limit_exceeded", "too_many_controls", `An organization has at most ${MAX_CONTROLS} controls; nothing was changed.`);
    }
    const versions = await lastRecordedVersions(tx, organizationId);
    const mappings = await lastRecordedMappings(tx, organizationId);
    const requests = await storedRequests(tx, organizationId);
    const done: Adoption = { controls: 0, versions: 0, mappings: 0, requests: 0, requestsRetired: 0 };
    for (const control of input.controls) {
      const known = ids.get(control.code);
      const controlId = known ?? (await addControl(args, control.code));
      if (known === undefined) done.controls += 1;
      done.versions += await adoptVersion(args, controlId, control, versions.get(controlId));
      done.mappings += await adoptMappings(args, controlId, control, mappings.filter((one) => one.controlId === controlId));
      const asked = await adoptRequests(args, controlId, control, requests.filter((one) => one.controlId === controlId));
      done.requests += asked.written;
      done.requestsRetired += asked.retired;
    }
    if (Object.values(done).every((count) => count === 0)) args.unchanged();
    else await args.audit({ action: "library.adopted", subjectKind: "organization", subjectId: organizationId, changes: done });
    return done;
  },
});

async function refuseUnknownRequirements({ tx, input }: AdoptArguments): Promise<void> {
  const wanted = input.controls.flatMap((control) => control.mappings.map((mapping) => ({ control: control.code, ...mapping })));
  const known = await knownRequirements(tx, [...new Set(wanted.map((one) => one.framework))]);
  const unknown = wanted.find((one) => !known.has(`${one.framework} ${one.requirement}`));
  if (unknown !== undefined) {
    throw new AppError("precondition_failed", "requirement_unknown",
      `${unknown.control} maps to ${unknown.framework} ${unknown.requirement}, which is not loaded. Load the frameworks first; nothing was changed.`);
  }
}

async function addControl({ tx, context, now }: AdoptArguments, code: string): Promise<string> {
  const id = newId("ctl", now.getTime());
  await insertControl(tx, context.organizationId, { id, code, createdAt: now });
  return id;
}

async function adoptVersion(args: AdoptArguments, controlId: string, control: LibraryControl, last: ControlVersionRow | undefined): Promise<number> {
  const fields = versionFields(control);
  const contentHash = sha256Hex(canonicalJson(fields));
  if (last?.contentHash === contentHash) return 0;
  const { tx, context, now, input } = args;
  await insertControlVersion(tx, context.organizationId, {
    ...fields,
    id: newId("cvr", now.getTime()),
    controlId,
    version: (last?.version ?? 0) + 1,
    effectiveFrom: input.effectiveFrom ?? now,
    recordedAt: now,
    recordedBy: actorId(context.actor),
    contentHash,
    links: last?.links ?? [],
  });
  return 1;
}

/** What makes a version: links are the organization's own and no part of it. */
function versionFields(control: LibraryControl) {
  return {
    title: control.title,
    kind: control.kind,
    operates: operatesText(control),
    ownerTeam: control.ownerTeam,
    processOwners: control.processOwners,
    statement: control.statement,
    context: control.context,
    scope: control.scope,
    guidance: control.guidance,
    howTested: control.howTested,
    whySufficient: control.whySufficient,
    auditorValidates: control.auditorValidates,
    linkNote: control.privateLinks,
  };
}
