import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { findControl, lastRecordedVersion, shippedLibrary } from "#lib/controls/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { DRIFT_SOURCES, type DriftSource, type FieldDrift } from "./drift.ts";
import { findDrift } from "./find-drift.ts";

export type DriftPage = { code: string; title: string; differs: { source: DriftSource; place: string; since: Date | null; base: string; fields: FieldDrift[] }[] };

/** One control, field by field, beside what the library and the folder say. @throws AppError not_found */
export const readDrift = defineVerb({
  name: "drift.read",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({ code: z.string().min(1).max(64), source: z.enum(DRIFT_SOURCES).optional() }),
  prepare: () => shippedLibrary(),
  async run(args): Promise<DriftPage> {
    const { tx, scope, context, input: { code, source }, prepared } = args;
    const control = await findControl(tx, scope, { code });
    if (control === null) throw notFound("control");
    const differs = (await findDrift(args, prepared, { code, source })).map((one) => ({ source: one.source, place: one.place, since: one.since, base: one.base, fields: one.fields }));
    return { code, title: (await lastRecordedVersion(tx, context.organizationId, control.id))?.title ?? code, differs };
  },
});
