import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import type { WorkKind } from "#lib/acting/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { settleNotifications } from "#lib/notifications/index.ts";
import { ownersInForce } from "#lib/ownership/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { chosenStandIn, spanOf, standInInput } from "./choose-stand-in.ts";
import { endDelegations, findDelegations, findOwning, insertDelegations, lockDelegations, ownedRecords, type NewDelegation } from "./delegation.repository.ts";
import { DELEGATION_LIMITS } from "./limits.ts";
import { tellOfDelegation } from "./tell-people.ts";

/** What can be given by itself. An occurrence is named by its control and the first day of its window. */
const GIVEN_KINDS = ["control", "evidence_request", "occurrence", "finding", "alert", "incident"] as const;
type GivenKind = (typeof GIVEN_KINDS)[number];

const input = z.strictObject({
  work: z.array(z.strictObject({ kind: z.enum(GIVEN_KINDS), id: z.string().min(1).max(80).regex(/^[A-Za-z0-9_-]+(:\d{4}-\d{2}-\d{2})?$/, "This is not an identifier.") })).min(1, "Choose at least one task.").max(DELEGATION_LIMITS.atOnce, `At most ${DELEGATION_LIMITS.atOnce} at once.`),
  ...standInInput,
});

type Arguments = VerbArguments<z.output<typeof input>>;
type Given = { kind: GivenKind; id: string; name: string };

const NEEDED: Readonly<Record<GivenKind, readonly WorkKind[]>> = {
  control: ["evidence_request", "occurrence"], evidence_request: ["evidence_request"], occurrence: ["occurrence"], finding: ["finding"], alert: ["alert"], incident: ["incident"],
};

/**
 * Gives things that fall to the caller to another person for some days. They stay the caller's, and come back by themselves
 * or when they are taken back. What was given to somebody else before goes over.
 *
 * @throws AppError not_found for what does not fall to the caller, or a person who is not there; validation for days that are
 *   over, or a person who is away or may not do it
 */
export const delegateWork = defineVerb({
  name: "delegation.delegate_work",
  permission: "my_work.delegate",
  effect: "write",
  input,
  async run(args): Promise<{ ids: string[]; standInName: string }> {
    const { tx, context, input: { standInId, lastDay, note }, now, audit } = args;
    const { organizationId, actor } = context;
    if (actor.kind !== "member") throw new AppError("forbidden", "no_person", "Only a person gives work to another.");
    await lockDelegations(tx, organizationId, [actor.memberId, standInId]);
    const owner = await findOwning(tx, organizationId, actor.memberId);
    if (owner === null) throw notFound("person");
    const span = await spanOf(args, args.input);
    const given = await owned(args, actor.memberId);
    const standIn = await chosenStandIn(args, owner, args.input, span, [...new Set(given.flatMap(({ kind }) => NEEDED[kind]))]);
    const rows = given.map(({ kind, id, name }): NewDelegation => ({
      id: newId("dlg", now.getTime()), memberId: owner.id, standInId: standIn.id, subjectKind: kind, subjectId: id, subjectName: name,
      fromAt: span.from, untilAt: span.until, note, recordedAt: now, recordedBy: actorId(actor),
    }));
    await endEarlier(args, actor.memberId, rows);
    await insertDelegations(tx, organizationId, rows);
    for (const row of rows) await audit({ action: "work.delegated", subjectKind: "delegation", subjectId: row.id, changes: { kind: row.subjectKind, subject: row.subjectId, stand_in: standIn.id, first_day: args.input.firstDay, last_day: lastDay } });
    await tellOfDelegation(args, owner.name, rows, lastDay);
    return { ids: rows.map((row) => row.id), standInName: standIn.name };
  },
});

/** What was asked for, each with its name. @throws AppError not_found unless all of it falls to this person */
async function owned({ tx, scope, context: { organizationId }, input: { work } }: Arguments, memberId: string): Promise<Given[]> {
  const asked = new Map(work.map((one) => [`${one.kind} ${one.id}`, one]));
  const records = await ownedRecords(tx, organizationId, memberId, [...asked.values()].map(({ id }) => id));
  const names = new Map(records.map(({ kind, id, name }) => [`${kind} ${id}`, name]));
  const controlIds = [...asked.values()].flatMap(({ kind, id }) => (kind === "control" || kind === "occurrence" ? [id] : []));
  if (controlIds.length > 0) {
    const owners = await ownersInForce(tx, organizationId);
    const controls = new Map((await requireControls(tx, scope, controlIds.map((id) => id.split(":")[0] ?? ""))).filter(({ id }) => owners.get(id)?.memberId === memberId).map((one) => [one.id, `${one.code} ${one.title}`]));
    for (const { kind, id } of asked.values()) {
      const [controlId = "", day] = id.split(":");
      const name = controls.get(controlId);
      if (name === undefined || (kind === "occurrence") !== (day !== undefined)) continue;
      names.set(`${kind} ${id}`, day === undefined ? name : `${name}, from ${day}`);
    }
  }
  return [...asked].map(([key, { kind, id }]) => {
    const name = names.get(key);
    if (name === undefined) throw notFound("task");
    return { kind, id, name: name.slice(0, 300) };
  });
}

async function endEarlier(args: Arguments, memberId: string, rows: readonly NewDelegation[]): Promise<void> {
  const { tx, context: { organizationId, actor }, now } = args;
  const again = new Set(rows.map((row) => `${row.subjectKind} ${row.subjectId ?? ""}`));
  const earlier = (await findDelegations(tx, organizationId, { memberId }, now)).filter((one) => again.has(`${one.subjectKind} ${one.subjectId ?? ""}`));
  await endDelegations(tx, organizationId, earlier.map((one) => one.id), { reason: "replaced", endedAt: now, endedBy: actorId(actor) });
  await settleNotifications(args, { kinds: ["work_delegated"], subjectIds: earlier.map((one) => one.id) });
}
