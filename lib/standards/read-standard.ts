import { z } from "zod";
import { defineVerb, memberNames } from "#lib/access/index.ts";
import { checkSummaries } from "#lib/check-runs/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { populationTypes, type TypeSeen } from "#lib/reconciliation/index.ts";
import type { Status } from "#lib/status/index.ts";
import { numberInput } from "./propose-standard.ts";
import { versionsOfStandard } from "./standard.repository.ts";
import { inForceAt, reviewDueAt, standardStatus, type Decision, type Standard } from "./standard.ts";
import { heldStatus, heldTypes, type CheckStanding, type HeldType } from "./type-coverage.ts";

export type StandardVersionView = Omit<Standard, "decision"> & { proposedByName: string; decision: (Decision & { decidedByName: string }) | null; /** Whether whoever asks may approve it: not their own. */ canApprove: boolean };

export type StandardView = {
  number: number; status: Status; word: string;
  inForce: StandardVersionView | null;
  /** When it is to be looked at again; null while none is in force. */
  reviewDueAt: Date | null;
  /** What the version in force, or else the newest, speaks of. */
  held: { status: Status; word: string; types: HeldType[]; /** Checks that it names and that judge none of its collected types. */ idle: CheckStanding[] };
  /** The newest first. */
  versions: StandardVersionView[];
};

/** One configuration standard: what is in force, what holds resources to it, and how it came about. @throws AppError not_found */
export const readStandard = defineVerb({
  name: "standards.read",
  permission: "standards.read",
  effect: "read",
  input: z.strictObject({ number: numberInput }),
  async run({ tx, context: { organizationId, actor }, input: { number }, now }): Promise<StandardView> {
    const rows = await versionsOfStandard(tx, organizationId, number);
    const [newest] = rows;
    if (newest === undefined) throw notFound("standard");
    const names = await memberNames(tx, organizationId, rows.flatMap(({ proposedBy, decision }) => [proposedBy, ...(decision === null ? [] : [decision.decidedBy])]));
    const nameOf = (id: string): string => names.get(id) ?? "Somebody who has left";
    const view = (row: Standard): StandardVersionView => ({ ...row, proposedByName: nameOf(row.proposedBy), decision: row.decision && { ...row.decision, decidedByName: nameOf(row.decision.decidedBy) }, canApprove: row.decision === null && row.proposedBy !== actorId(actor) });
    const current = inForceAt(rows, now);
    const shown = current ?? newest;
    const standings = await checkSummaries(tx, organizationId, now);
    const types = heldTypes(shown, await populationTypes(tx, organizationId, now), standings);
    const judging = new Set(types.flatMap(({ checks }) => checks.map(({ id }) => id)));
    const idle = standings.filter(({ id }) => shown.checks.includes(id) && !judging.has(id));
    return { number, ...standardStatus(rows, now), inForce: current === null ? null : view(current), reviewDueAt: current?.decision == null ? null : reviewDueAt(current.decision), held: { ...(current === null ? { status: "not_applicable", word: "Not in force" } as const : heldStatus(types, shown.checks)), types, idle }, versions: rows.map(view) };
  },
});

export type StandardChoices = { types: TypeSeen[]; checks: { id: string; title: string; about: string }[] };

/** What a standard can name: types of resources that are there, and checks with the type that each judges. */
export const readStandardChoices = defineVerb({
  name: "standards.read_choices",
  permission: "standards.manage",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now }): Promise<StandardChoices> {
    const checks = (await checkSummaries(tx, organizationId, now)).map(({ id, title, about }) => ({ id, title, about })).sort((a, b) => a.about.localeCompare(b.about, "en") || a.title.localeCompare(b.title, "en"));
    return { types: await populationTypes(tx, organizationId, now), checks };
  },
});
