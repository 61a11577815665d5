import { z } from "zod";
import { dayInput, defineVerb, idInput, lineInput } from "#lib/access/index.ts";
import { findSources, segmentsToRead } from "#lib/logs/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { nextNumber } from "#lib/platform/next-number.ts";
import { periodInstants } from "#lib/platform/zoned-time.ts";
import { chosenTexts, readChosenTexts, ruleChoice, shippedRules } from "#lib/rules/index.ts";
import { HUNT_LIMITS, huntName } from "./client.ts";
import { compileHunt } from "./hunt-rules.ts";
import { insertHunt } from "./hunt.repository.ts";
import { runHuntKind } from "./run-hunt.kind.ts";

const input = z.strictObject({
  /** Why somebody looks back. */
  reason: lineInput(HUNT_LIMITS.reasonChars),
  choice: ruleChoice,
  /** Empty: every source. */
  sourceIds: z.array(idInput).max(HUNT_LIMITS.sources),
  firstDay: dayInput,
  lastDay: dayInput,
});

const refuse = (path: string, message: string): AppError => new AppError("validation", "hunt_refused", "The retro-hunt was not begun.", [{ path, message }]);

/**
 * Puts a retro-hunt in line: the rules as they are now, over the segments that hold events of these days now. What is
 * found is kept apart from alerts.
 *
 * @throws AppError not_found; validation when the days are none, or hold no stored log, or too much of it
 */
export const recordHunt = defineVerb({
  name: "hunts.request",
  permission: "hunts.run",
  effect: "write",
  input,
  prepare: () => shippedRules(),
  async run(args): Promise<{ huntId: string; number: number }> {
    const { tx, context, input: { reason, choice, sourceIds, firstDay, lastDay }, prepared, now, audit, enqueue } = args;
    const { organizationId } = context;
    if (lastDay < firstDay) throw refuse("lastDay", "Choose a last day on or after the first.");
    const organization = await findOrganization(tx, organizationId);
    if (organization === null) throw notFound("organization");
    const texts = await chosenTexts(args, prepared, choice);
    if ((await findSources(tx, organizationId, sourceIds)).length !== new Set(sourceIds).size) throw notFound("log source");
    const { timeZone } = organization;
    const { from, until } = periodInstants({ firstDay, lastDay, timeZone });
    const segments = await segmentsToRead(tx, organizationId, { sourceIds, from, until, limit: HUNT_LIMITS.segments + 1 });
    if (segments.length === 0) throw refuse("firstDay", "No stored log holds events of these days.");
    if (segments.length > HUNT_LIMITS.segments) throw refuse("lastDay", `More than ${HUNT_LIMITS.segments} segments hold events of these days. Choose fewer days or sources.`);
    const id = newId("hnt", now.getTime());
    const number = await nextNumber(tx, organizationId, "HUNT");
    const hunt = { id, number, reason, choice: choice.kind, packId: choice.kind === "pack" ? choice.packId : null, sourceIds: [...new Set(sourceIds)], timeZone, fromAt: from, untilAt: until, requestedBy: actorId(context.actor), requestedAt: now };
    await insertHunt(tx, organizationId, hunt, texts, segments);
    await audit({ action: "hunt.requested", subjectKind: "hunt", subjectId: id, changes: { code: huntName(number), choice: choice.kind, texts: texts.length, segments: segments.length, from: from.toISOString(), until: until.toISOString(), reason } });
    await enqueue(runHuntKind, { huntId: id }, id);
    return { huntId: id, number };
  },
});

/**
 * The same, after its rules were compiled: a hunt that could find nothing is not begun.
 *
 * @throws AppError as {@link recordHunt}; validation when none of the rules compiles
 */
export async function requestHunt(context: Context, given: z.input<typeof input>): Promise<{ huntId: string; number: number }> {
  const { looked, refused } = compileHunt(await readChosenTexts(context, { choice: given.choice }));
  if (looked.size === 0) {
    const [first] = refused;
    throw refuse("choice", first === undefined ? "None of these rules raises alerts." : `None of it compiles. ${first.title}, line ${first.line}: ${first.message}`);
  }
  return recordHunt(context, given);
}
