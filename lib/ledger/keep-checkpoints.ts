import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { hasPassed } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { lookForFindingsAt, settingAt } from "#lib/settings/index.ts";
import { newestCheckpoint } from "./checkpoint.repository.ts";
import type { MailedCheckpoint } from "./checkpoint-mail.ts";
import { keepAtPlace, type DuePlace } from "./keep-at-place.ts";
import { ledgerKeys } from "./key.repository.ts";
import { verifierOf } from "./ledger-keys.ts";
import { holdOrganization, organizationName } from "./ledger.repository.ts";
import { formatVerifier } from "./note/signed-note.ts";
import { FINDING_AFTER_MS, MAIL_EVERY_MS, PLACES, TRY_AGAIN_MS } from "./place-kinds.ts";
import { insertStamp, placeStates, savePlaceState, type PlaceRow } from "./place.repository.ts";

/** The places that an organization has, with what is needed to bring a checkpoint there. */
export async function placesOf(tx: TenantTransaction): Promise<DuePlace[]> {
  const authority = await settingAt(tx, "ledger_time_stamp");
  const addresses = await settingAt(tx, "ledger_mail_addresses");
  return [
    { place: "folder" },
    ...(runtime().checkpoints.bucket === null ? [] : [{ place: "bucket" } as const]),
    ...(authority === "none" ? [] : [{ place: "time_stamp", authority } as const]),
    ...(addresses.length === 0 ? [] : [{ place: "mail", addresses } as const]),
  ];
}

/** The newest checkpoint, and the places that are to have it now. */
export const readDuePlaces = defineVerb({
  name: "ledger.read_due_places",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now }): Promise<{ checkpoint: MailedCheckpoint; due: DuePlace[] } | null> {
    const newest = await newestCheckpoint(tx, organizationId);
    if (newest === null) return null;
    const states = await placeStates(tx, organizationId);
    const due = (await placesOf(tx)).filter(({ place }) => isDue(states.get(place), newest.size, now));
    const keys = (await ledgerKeys(tx, organizationId)).map((key) => formatVerifier(verifierOf(key)));
    return { checkpoint: { organizationId, organization: await organizationName(tx, organizationId), size: Number(newest.size), note: newest.note, keys }, due };
  },
});

function isDue(state: PlaceRow | undefined, size: bigint, now: Date): boolean {
  if (state === undefined) return true;
  if (state.keptSize !== null && state.keptSize >= size) return false;
  const waits = (since: Date | null, ms: number): boolean => since !== null && !hasPassed(since, ms, now);
  if (state.failingSince !== null) return !waits(state.failedAt, TRY_AGAIN_MS);
  return state.place !== "mail" || !waits(state.keptAt, MAIL_EVERY_MS);
}

/** In base64: far more than an authority sends with all its certificates. */
const MAX_REPLY = 300_000;
const stampInput = z.strictObject({ reply: z.base64().max(MAX_REPLY), at: z.date(), serial: z.string().max(200), authority: z.string().max(1_000) });

/** Keeps how a place took a checkpoint. What stands out is in the trail: stamps, the first failure, and the end of failing. */
export const recordPlaceOutcome = defineVerb({
  name: "ledger.record_place_outcome",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({ place: z.enum(PLACES), size: z.int().min(0).max(2 ** 48), failure: z.string().min(1).max(1_000).nullable(), stamp: stampInput.nullable().default(null) }),
  async run({ tx, context: { organizationId }, input: { place, size, failure, stamp }, now, audit, unchanged }): Promise<void> {
    await holdOrganization(tx, organizationId);
    const before = (await placeStates(tx, organizationId)).get(place) ?? { place, keptSize: null, keptAt: null, failedAt: null, failure: null, failingSince: null };
    const wasFailing = before.failingSince;
    if (failure === null) await savePlaceState(tx, organizationId, { ...before, keptSize: BigInt(size), keptAt: now, failingSince: null });
    else await savePlaceState(tx, organizationId, { ...before, failedAt: now, failure, failingSince: wasFailing ?? now });
    if (stamp !== null) await insertStamp(tx, organizationId, { size: BigInt(size), reply: Buffer.from(stamp.reply, "base64"), stampedAt: stamp.at, serial: stamp.serial, authority: stamp.authority, recordedAt: now });
    // The daily look would come too late, or not before it works again; one more look each time that it fails says nothing twice.
    if (failure !== null && wasFailing !== null && now.getTime() - wasFailing.getTime() >= FINDING_AFTER_MS) await lookForFindingsAt(tx, now);
    const entry = { subjectKind: "ledger_place", subjectId: place };
    if (stamp !== null) await audit({ ...entry, action: "ledger.stamped", changes: { size, at: stamp.at.toISOString(), authority: stamp.authority } });
    else if (failure !== null && wasFailing === null) await audit({ ...entry, action: "ledger.place_failed", changes: { size, failure } });
    else if (failure === null && (wasFailing !== null || before.keptSize === null)) await audit({ ...entry, action: "ledger.place_works", changes: { size } });
    else unchanged();
  },
});

/** Brings the newest checkpoint to every place that is to have it. What a place refuses is kept with it, and tried again. */
export async function keepCheckpoints(context: Context): Promise<void> {
  const found = await readDuePlaces(context, {});
  if (found === null) return;
  for (const due of found.due) {
    const outcome = await keepAtPlace(due, found.checkpoint);
    await recordPlaceOutcome(context, { place: due.place, size: found.checkpoint.size, ...outcome });
  }
}
