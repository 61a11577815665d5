import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { lookForFindingsAt } from "#lib/settings/index.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { createFinding, todayOf } from "./create-finding.ts";
import { closeHealed, healedFindings } from "./damaged-files.ts";
import { dueCauses, type DueCause } from "./due-causes.ts";
import { acceptancesEnding } from "./finding-list.repository.ts";
import { causesCounted, insertCause, lockCauses } from "./finding-parts.repository.ts";
import { findBySubject } from "./finding.repository.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { recordStep } from "./record-step.ts";
import { endAcceptance, openAgain } from "./reopen-finding.ts";
import { FINDING_SOURCES } from "./words.ts";

/** After midnight, when a day's windows have ended, and before people are reminded of what they owe. */
const HOUR_OF_LOOK = 4;

/** What is a finding by now and was not counted yet, which acceptances have ended, and what is no gap any more. */
export const readDueFindings = defineVerb({
  name: "findings.read_due",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, scope, now }): Promise<{ causes: DueCause[]; ended: string[]; healed: string[] }> {
    const today = await todayOf(tx, scope.organizationId, now);
    const found = await dueCauses(tx, scope, now);
    const counted = await causesCounted(tx, scope.organizationId, found.map(({ cause }) => cause));
    const ended = (await acceptancesEnding(tx, scope.organizationId, today)).filter(({ acceptedUntil }) => acceptedUntil < today);
    return { causes: found.filter(({ cause }) => !counted.has(cause)), ended: ended.map(({ id }) => id), healed: await healedFindings(tx, scope.organizationId) };
  },
});

const owner = z.union([z.strictObject({ memberId: idInput }), z.strictObject({ placeholderId: idInput })]).nullable();

const causeInput = z.strictObject({
  cause: z.string().min(1).max(300),
  text: z.string().max(4_000),
  sourceKind: z.enum(FINDING_SOURCES),
  sourceId: idInput,
  sourceName: z.string().max(1_000),
  title: z.string().max(1_000),
  severity: z.enum(Severity),
  controlIds: z.array(idInput).max(10_000),
  owner,
});

/**
 * Raises findings from facts that Tickmark computed: each fact once, one finding per subject. A further fact is added to
 * the finding's history while it is unsettled or its risk is accepted, and opens it again when it was closed or withdrawn.
 */
export const raiseDueFindings = defineVerb({
  name: "findings.raise_due",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ causes: z.array(causeInput).max(FINDING_LIMITS.causesAtOnce) }),
  async run(args): Promise<{ raised: number; seenAgain: number }> {
    const { tx, context: { organizationId }, input, unchanged } = args;
    await lockCauses(tx, organizationId);
    const counted = await causesCounted(tx, organizationId, input.causes.map(({ cause }) => cause));
    const fresh = input.causes.filter(({ cause }) => !counted.has(cause));
    let raised = 0;
    for (const cause of fresh) if (await count(args, cause)) raised += 1;
    if (fresh.length === 0) unchanged();
    return { raised, seenAgain: fresh.length - raised };
  },
});

/** @returns whether it made a finding */
async function count(args: VerbArguments<unknown>, due: DueCause): Promise<boolean> {
  const { tx, context: { organizationId }, now } = args;
  const subjectKey = `${due.sourceKind}:${due.sourceId}`;
  const before = await findBySubject(tx, organizationId, subjectKey);
  const id = before?.id ?? (await raiseFor(args, due, subjectKey));
  await insertCause(tx, organizationId, id, due.cause, due.text, now);
  if (before === null) return true;
  const settled = before.state.status === "closed" || before.state.status === "withdrawn";
  if (settled) await openAgain(args, before, { kind: "reopened", text: due.text, changes: { cause: due.cause } });
  else await recordStep(args, before, { kind: "seen_again", text: due.text, changes: { cause: due.cause } });
  return false;
}

async function raiseFor(args: VerbArguments<unknown>, { title, text, ...due }: DueCause, subjectKey: string): Promise<string> {
  const controls = await requireControls(args.tx, args.scope, due.controlIds.slice(0, FINDING_LIMITS.controls));
  const { id } = await createFinding(args, {
    title: shortened(title, FINDING_LIMITS.title), description: text, severity: due.severity, sourceKind: due.sourceKind, sourceId: due.sourceId,
    sourceName: shortened(due.sourceName, FINDING_LIMITS.title), subjectKey, visibility: "internal", owner: due.owner, controlIds: controls.map(({ id }) => id), requirements: [],
  });
  return id;
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** Takes the look off the list of due work until tomorrow. */
export const endDueFindings = defineVerb({
  name: "findings.end_due",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({}),
  async run({ tx, context, now, unchanged }) {
    const organization = await findOrganization(tx, context.organizationId);
    if (organization === null) throw notFound("organization");
    const { timeZone } = organization;
    const today = dayOf(now, timeZone);
    const midnight = periodInstants({ firstDay: today, lastDay: today, timeZone }).until;
    await lookForFindingsAt(tx, new Date(midnight.getTime() + HOUR_OF_LOOK * 3_600_000));
    unchanged();
  },
});

/**
 * The daily look at an organization: what is a finding by now is raised, what is no gap any more closed, accepted risks that ended are opened again. What is
 * cut off is due again, and repeats without harm.
 */
export async function runDueFindings(context: Context): Promise<void> {
  const { causes, ended, healed } = await readDueFindings(context, {});
  for (let from = 0; from < causes.length; from += FINDING_LIMITS.causesAtOnce) {
    await raiseDueFindings(context, { causes: causes.slice(from, from + FINDING_LIMITS.causesAtOnce) });
  }
  for (const findingId of healed) await closeHealed(context, { findingId });
  for (const findingId of ended) await endAcceptance(context, { findingId });
  await endDueFindings(context, {});
}
