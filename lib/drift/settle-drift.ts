import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { libraryPart } from "#lib/control-files/index.ts";
import { lockControls, putBaselines, shippedLibrary, type LibraryControl } from "#lib/controls/index.ts";
import { proposeControls } from "#lib/drafts/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { awaitsDecision, DRIFT_SOURCES } from "./drift.ts";
import { findDrift, type FoundDrift } from "./find-drift.ts";
import { keptOf } from "./kept-control.ts";
import { DRIFT_LIMITS } from "./limits.ts";
import { withFields } from "./take-fields.ts";

const input = z.strictObject({
  act: z.enum(["take", "keep"]),
  controls: z.array(z.strictObject({
    code: z.string().min(1).max(64),
    source: z.enum(DRIFT_SOURCES),
    /** What was looked at. */
    base: z.string().length(64),
    /** Fields decided on; without them, of what is taken those that only the source changed, of what is kept all. */
    fields: z.array(z.string().min(1).max(160)).min(1, "Choose at least one field.").max(DRIFT_LIMITS.fields).optional(),
  })).min(1, "Choose at least one control.").max(DRIFT_LIMITS.together),
});
type Input = z.output<typeof input>;
type Decided = { drift: FoundDrift; fields: Set<string> };

export type SettledDrift = { codes: string[]; /** Whose new statement, scope or mappings wait for another person. */ proposed: number; /** In which both sides changed the same, so that each must be looked at. */ left: string[] };

/**
 * Decides on fields that the library or a folder says otherwise: takes them over, what needs approval as a draft, or keeps the
 * organization's own. A decision holds until the source says something else again.
 *
 * @throws AppError conflict when a control or its source was changed since it was looked at; validation for a control that is
 *   named twice. Nothing is changed then.
 */
export const settleDrift = defineVerb({
  name: "drift.settle",
  permission: "controls.manage",
  effect: "write",
  input,
  prepare: () => shippedLibrary(),
  async run(args): Promise<SettledDrift> {
    const { tx, context, now, input: { act, controls }, prepared, audit, unchanged } = args;
    const twice = controls.find(({ code }, at) => controls.findIndex((one) => one.code === code) !== at);
    if (twice !== undefined) throw new AppError("validation", "control_twice", `Decide on ${twice.code} against one source at a time; nothing was changed.`);
    await lockControls(tx, context.organizationId);
    const decided = lookedAt(args.input, await findDrift(args, prepared));
    const some = decided.filter(({ fields }) => fields.size > 0);
    const left = decided.filter(({ fields }) => fields.size === 0).map(({ drift }) => drift.code);
    if (some.length === 0) {
      unchanged();
      return { codes: [], proposed: 0, left };
    }
    const proposed = act === "take" ? await take(args, some) : 0;
    await putBaselines(tx, context.organizationId, some.map(settledBy), { recordedAt: now, recordedBy: actorId(context.actor) });
    const codes = some.map(({ drift }) => drift.code);
    await audit({
      action: act === "take" ? "controls.drift_taken" : "controls.drift_kept", subjectKind: "organization", subjectId: context.organizationId,
      changes: { controls: some.map(({ drift, fields }) => ({ code: drift.code, source: drift.source, fields: [...fields] })), proposed },
    });
    return { codes, proposed, left };
  },
});

/** What is decided on, as it was looked at. */
function lookedAt({ act, controls }: Input, found: readonly FoundDrift[]): Decided[] {
  return controls.map(({ code, source, base, fields }) => {
    const drift = found.find((one) => one.code === code && one.source === source);
    if (drift === undefined || drift.base !== base) throw new AppError("conflict", "drift_moved_on", `${code} or what the ${source} says of it was changed meanwhile. Look at the differences again; nothing was changed.`);
    const open = drift.fields.filter(awaitsDecision);
    const wanted = open.filter((one) => (fields === undefined ? act === "keep" || one.cause === "source" : fields.includes(one.field)));
    return { drift, fields: new Set(wanted.map(({ field }) => field)) };
  });
}

async function take(args: VerbArguments<Input>, decided: readonly Decided[]): Promise<number> {
  const controls = decided.map(({ drift, fields }): LibraryControl => libraryPart(withFields(drift.here, drift.theirs, fields)));
  const places = [...new Set(decided.map(({ drift }) => (drift.source === "library" ? "the library" : `the folder ${drift.place}`)))];
  return (await proposeControls(args, { controls, whole: true, reason: `Taken over from ${places.join(" and ")}.` })).proposed;
}

/** What counts as agreed on from now on: of the fields decided on what the source says, of all others what it said before. */
function settledBy({ drift, fields }: Decided) {
  const { controlId, source, place, settled, here, said } = drift;
  const next = withFields(settled ?? here, said, fields);
  return { controlId, source, place, settled: keptOf(next), said: source === "folder" ? keptOf(said) : null };
}
