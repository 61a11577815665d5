import { z } from "zod";
import { defineVerb, lineInput, textInput, webAddressInput, type VerbArguments } from "#lib/access/index.ts";
import { shippedCheckIds } from "#lib/check-runs/index.ts";
import { allControls } from "#lib/controls/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { membersHolding } from "#lib/notifications/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { nextNumber } from "#lib/platform/next-number.ts";
import { STANDARD_LIMITS } from "./limits.ts";
import { countStandards, insertStandard, insertStandardDecision, lockStandards, versionsOfStandard } from "./standard.repository.ts";
import { standardReference, type Decision, type Standard } from "./standard.ts";

export const reasonInput = textInput(STANDARD_LIMITS.reason).pipe(z.string().min(1, "Say why."));
export const numberInput = z.int().min(1).max(2_147_483_647);

/** Types of resources as patterns, names of checks, codes of controls: each once. */
const listOf = (most: number, characters: number) => z.array(z.string().trim().min(1).max(characters)).max(most).transform((list) => [...new Set(list)]);

const input = z.strictObject({
  /** Of a standard that there is: its next version. Without it a new standard. */
  number: numberInput.optional(),
  title: lineInput(STANDARD_LIMITS.line),
  systemType: lineInput(STANDARD_LIMITS.line),
  types: listOf(STANDARD_LIMITS.types, 200),
  checks: listOf(STANDARD_LIMITS.checks, 64),
  controlCodes: listOf(STANDARD_LIMITS.controls, 32),
  source: lineInput(STANDARD_LIMITS.line),
  address: z.union([z.literal(""), webAddressInput]),
  statement: textInput(STANDARD_LIMITS.text).pipe(z.string().min(1, "Say what it demands.")),
  logging: textInput(STANDARD_LIMITS.text).pipe(z.string().min(1, "Say what a system of this type logs, and where to; or why it cannot.")),
  ends: z.boolean().default(false),
  reason: reasonInput,
});

/**
 * Proposes a configuration standard, or the next version of one. Another person approves it; where nobody else could, it is in
 * force at once, and says so.
 *
 * @throws AppError not_found; conflict (standard_open), while another version of it waits; validation (check_unknown, control_unknown);
 *   limit_exceeded (too_many_standards)
 */
export const proposeStandard = defineVerb({
  name: "standards.propose",
  permission: "standards.manage",
  effect: "write",
  input,
  async run(args): Promise<{ id: string; number: number; version: number; inForce: boolean }> {
    const { tx, context, input: { number: asked, reason, ...said }, now } = args;
    const { organizationId } = context;
    await requireKnown(args);
    await lockStandards(tx, organizationId);
    // All of them are read for the list, and for which types have none: one that is left out there would be no standard.
    if ((await countStandards(tx, organizationId)) >= STANDARD_LIMITS.versions) throw new AppError("limit_exceeded", "too_many_standards", `There are ${STANDARD_LIMITS.versions} versions of standards, as many as there can be.`);
    const [newest] = asked === undefined ? [] : await versionsOfStandard(tx, organizationId, asked);
    if (asked !== undefined && newest === undefined) throw notFound("standard");
    if (newest !== undefined && newest.decision === null) throw new AppError("conflict", "standard_open", `Version ${newest.version} still waits for its approval. Approve or decline it first.`);
    if (newest === undefined && said.ends) throw new AppError("validation", "nothing_to_end", "A standard that there is not yet cannot end.");
    const number = newest?.number ?? (await nextNumber(tx, organizationId, "STD"));
    const version = (newest?.version ?? 0) + 1;
    const record = canonicalJson({ kind: "configuration_standard", reference: standardReference(number), version, ...said, proposed_by: actorId(context.actor), proposed_at: now.toISOString() });
    const standard: Standard = { id: newId("std", now.getTime()), number, version, ...said, reason, sha256: sha256Hex(record), proposedBy: actorId(context.actor), proposedAt: now, decision: null };
    await insertStandard(tx, organizationId, standard, record);
    await account(args, standard, "proposed", reason);
    const others = (await membersHolding(tx, organizationId, "standards.manage")).filter((id) => id !== standard.proposedBy);
    if (others.length === 0) await decide(args, standard, { decision: "approved", alone: true, reason: "" });
    return { id: standard.id, number, version, inForce: others.length === 0 };
  },
});

/** What is named has to be there: a check that this version has, a control that the organization has. */
async function requireKnown({ tx, scope, input: { checks, controlCodes } }: VerbArguments<z.output<typeof input>>): Promise<void> {
  const known = await shippedCheckIds();
  const unknown = checks.find((id) => !known.has(id));
  if (unknown !== undefined) throw new AppError("validation", "check_unknown", `There is no check “${unknown}”.`);
  const codes = controlCodes.length === 0 ? [] : (await allControls(tx, scope)).map(({ code }) => code);
  const missing = controlCodes.find((code) => !codes.includes(code));
  if (missing !== undefined) throw new AppError("validation", "control_unknown", `There is no control ${missing}.`);
}

type Acting = Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">;

/** Writes what became of a version, where it is looked for. */
export async function decide(args: Acting, standard: Standard, { decision, alone, reason }: Pick<Decision, "decision" | "alone" | "reason">): Promise<void> {
  const { tx, context, now } = args;
  await insertStandardDecision(tx, context.organizationId, standard.id, { decision, alone, reason, decidedBy: actorId(context.actor), decidedAt: now });
  await account(args, standard, decision, reason);
}

async function account({ tx, context, audit }: Omit<Acting, "now">, { id, number, version, title, sha256, ends }: Standard, step: "proposed" | "approved" | "declined", reason: string): Promise<void> {
  await appendPendingEntry(tx, context, { kind: `configuration_standard.${step}`, subjectId: id, record: { reference: standardReference(number), version, sha256, reason_sha256: sha256Hex(reason) } });
  await audit({ action: `configuration_standard.${step}`, subjectKind: "configuration_standard", subjectId: id, changes: { standard: standardReference(number), version, title, ends, sha256, reason } });
}
