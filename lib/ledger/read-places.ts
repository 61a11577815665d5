import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { settingAt, type SettingValue } from "#lib/settings/index.ts";
import { newestCheckpoint } from "./checkpoint.repository.ts";
import { placesOf } from "./keep-checkpoints.ts";
import { FINDING_AFTER_MS, PLACES, type Place } from "./place-kinds.ts";
import { placeStates, stampAt, type StampRow } from "./place.repository.ts";

/** How a place stands: `off` while nobody has set it up, `behind` when it has not the newest checkpoint and nothing is wrong. */
export type PlaceView = {
  place: Place;
  standing: "off" | "never" | "holds" | "behind" | "fails";
  kept: { size: number; at: Date } | null;
  /** The last one, whether or not it has worked since. */
  failure: { at: Date; reason: string; since: Date | null } | null;
};

export type PlacesView = {
  newest: { size: number; recordedAt: Date } | null;
  places: PlaceView[];
  authority: Exclude<SettingValue<"ledger_time_stamp">, "none"> | null;
  addresses: string[];
  findingAfterHours: number;
};

/** Where checkpoints are kept outside the database, and how each place stands. */
export const readPlaces = defineVerb({
  name: "ledger.read_places",
  permission: "audit_trail.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId } }): Promise<PlacesView> {
    const newest = await newestCheckpoint(tx, organizationId);
    const states = await placeStates(tx, organizationId);
    const setUp = new Set((await placesOf(tx)).map(({ place }) => place));
    const authority = await settingAt(tx, "ledger_time_stamp");
    const places = PLACES.map((place): PlaceView => {
      const state = states.get(place);
      const kept = state?.keptSize == null || state.keptAt === null ? null : { size: Number(state.keptSize), at: state.keptAt };
      const failure = state?.failedAt == null ? null : { at: state.failedAt, reason: state.failure ?? "", since: state.failingSince };
      return { place, kept, failure, standing: standingOf(setUp.has(place), kept?.size ?? null, failure, Number(newest?.size ?? 0n)) };
    });
    return {
      newest: newest === null ? null : { size: Number(newest.size), recordedAt: newest.recordedAt }, places,
      authority: authority === "none" ? null : authority, addresses: await settingAt(tx, "ledger_mail_addresses"), findingAfterHours: FINDING_AFTER_MS / 3_600_000,
    };
  },
});

function standingOf(isSetUp: boolean, keptSize: number | null, failure: PlaceView["failure"], newest: number): PlaceView["standing"] {
  if (!isSetUp) return "off";
  if (failure?.since != null) return "fails";
  if (keptSize === null) return "never";
  return keptSize >= newest ? "holds" : "behind";
}

/** What an authority attested of the checkpoint at so many entries: its answer, as a file that anybody can judge. */
export const readTimeStamp = defineVerb({
  name: "ledger.read_time_stamp",
  permission: "audit_trail.read",
  effect: "read",
  input: z.strictObject({ size: z.int().min(0).max(2 ** 48) }),
  async run({ tx, context: { organizationId }, input }): Promise<StampRow> {
    const stamp = await stampAt(tx, organizationId, BigInt(input.size));
    if (stamp === null) throw notFound("time stamp");
    return stamp;
  },
});
