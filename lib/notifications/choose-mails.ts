import { z } from "zod";
import { defineVerb, timeZoneInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { hasWork, kindsFor } from "./inbox.ts";
import { isSecurity, MAIL_MODES, NOTIFICATION_KIND_NAMES, WORK_DIGESTS, type MailMode, type NotificationKind, type WorkDigest } from "./kinds.ts";
import { findReader } from "./mail.repository.ts";
import type { MailRhythm } from "./mail-times.ts";
import { planDigest } from "./plan-digests.ts";
import { readPreferences, writePreferences } from "./preference.repository.ts";
import { modeOf } from "./preferences.ts";

const hour = z.number("A full hour from 0 to 23.").int().min(0).max(23);

export type MailChoices = {
  organizationName: string;
  slug: string;
  email: string;
  demo: boolean;
  /** Kinds that the person can be told of, with how; `fixed` ones are mailed whatever was chosen. */
  kinds: { kind: NotificationKind; mode: MailMode; fixed: boolean }[];
  rhythm: MailRhythm;
  /** How often they are mailed what they owe; null for whom nothing can fall to. */
  workDigest: WorkDigest | null;
  stoppedAt: Date | null;
};

/** How the caller hears of things by mail in this organization. */
export const readMailChoices = defineVerb({
  name: "notifications.read_mail_choices",
  permission: "notifications.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { actor, organizationId } }): Promise<MailChoices> {
    const reader = actor.kind === "member" ? await findReader(tx, organizationId, actor.memberId) : null;
    if (reader === null) throw new AppError("forbidden", "no_person", "Only a person has mail settings.");
    const preferences = await readPreferences(tx, organizationId, reader.memberId);
    const { rhythm, workDigest, stoppedAt, modes } = preferences;
    const kinds = kindsFor(reader.role).map((kind) => ({ kind, mode: modeOf({ modes, stoppedAt: null }, kind), fixed: isSecurity(kind) }));
    const { organizationName, slug, email, demo } = reader;
    return { organizationName, slug, email, demo, kinds, rhythm, workDigest: hasWork(reader.role) ? workDigest : null, stoppedAt };
  },
});

/** Chooses how the caller hears of things by mail in this organization; mails that were stopped by a link come again. */
export const chooseMails = defineVerb({
  name: "notifications.choose_mails",
  permission: "notifications.read",
  effect: "write",
  input: z.strictObject({
    modes: z.partialRecord(z.enum(NOTIFICATION_KIND_NAMES), z.enum(MAIL_MODES)),
    timeZone: timeZoneInput,
    digestHour: hour,
    quietFrom: hour,
    quietUntil: hour,
    quietWeekends: z.boolean(),
    workDigest: z.enum(WORK_DIGESTS).optional(),
  }),
  async run({ tx, context: { actor, organizationId }, input, now, audit, unchanged }): Promise<void> {
    if (actor.kind !== "member") throw new AppError("forbidden", "no_person", "Only a person has mail settings.");
    const { modes, workDigest, ...rhythm } = input;
    const before = await readPreferences(tx, organizationId, actor.memberId);
    const after = { modes: Object.fromEntries(Object.entries({ ...before.modes, ...modes }).filter(([kind]) => !isSecurity(kind as NotificationKind))), rhythm, workDigest: workDigest ?? before.workDigest, stoppedAt: null };
    if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(after))) return unchanged();
    await writePreferences(tx, organizationId, actor.memberId, after, now);
    await planDigest(tx, { memberId: actor.memberId, role: actor.role }, after, now);
    await audit({ action: "notification_mails.chosen", subjectKind: "member", subjectId: actor.memberId, changes: { modes: after.modes, work_digest: after.workDigest, ...rhythm } });
  },
});

/** Comparable whatever order keys were written in. */
const sorted = ({ modes, rhythm, workDigest, stoppedAt }: { modes: object; rhythm: object; workDigest: string; stoppedAt: Date | null }) => [Object.entries(modes).sort(), Object.entries(rhythm).sort(), workDigest, stoppedAt];
