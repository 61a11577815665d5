import { z } from "zod";
import { defineVerb, memberNames } from "#lib/access/index.ts";
import { findControl, nextStepKey, versionsOf, type ApprovalKind, type ControlTest, type ControlVersionRow } from "#lib/controls/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { actorId } from "#lib/platform/context.ts";
import { approvalNeeded, approverNames } from "./approval-mode.ts";
import { textsOf } from "./control-content.ts";
import type { ControlTexts } from "./control-texts.ts";
import type { DraftState } from "./draft.ts";
import { eventsOf, openDraftsOf } from "./draft.repository.ts";
import { zoneOf } from "./effective-day.ts";

export type ControlEdit = {
  control: { id: string; code: string; title: string };
  /** What the form begins with: the version recorded last, with one's own draft upon it. */
  texts: ControlTexts;
  /** What is recorded, whatever the draft says. */
  recorded: ControlTexts;
  version: number;
  /** The number of the next step that is added to each of its tests: higher than any that was ever given. */
  nextStep: Record<ControlTest, number>;
  /** The version that the draft was written from; the same as `version` without one. */
  textVersion: number;
  /** When the version recorded last takes effect, where that is yet to come: what is saved cannot hold earlier. */
  takesEffect: Date | null;
  draft: { id: string; revision: number; state: DraftState; reason: string; effectiveDay: string | null; mappings: number; returned: { by: string; reason: string } | null } | null;
  /** What others propose for the same control and is not decided. */
  others: { id: string; by: string; state: DraftState }[];
  needs: ApprovalKind;
  approvers: string[];
  today: string;
};

/** A control as a form edits it. @throws AppError not_found */
export const readControlEdit = defineVerb({
  name: "drafts.read_edit",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({ code: z.string().min(1).max(64) }),
  async run(args): Promise<ControlEdit> {
    const { tx, scope, context, now } = args;
    const { organizationId } = context;
    const control = await findControl(tx, scope, { code: args.input.code });
    const versions = control === null ? [] : await versionsOf(tx, organizationId, control.id);
    const last = versions.at(-1);
    if (control === null || last === undefined) throw notFound("control");
    const me = actorId(context.actor);
    const open = await openDraftsOf(tx, organizationId, [control.id]);
    const own = open.find((one) => one.createdBy === me) ?? null;
    const returned = own === null ? undefined : (await eventsOf(tx, organizationId, own.id)).findLast((one) => one.kind === "returned");
    const names = await memberNames(tx, organizationId, [...open.map((one) => one.createdBy), ...(returned === undefined ? [] : [returned.recordedBy])]);
    const nameOf = (id: string): string => names.get(id) ?? "Tickmark";
    const recorded = textsOf(last);
    return {
      control: { id: control.id, code: control.code, title: last.title },
      texts: { ...recorded, ...(own === null ? {} : { statement: own.newest.statement ?? recorded.statement, scope: own.newest.scope ?? recorded.scope }) },
      recorded,
      version: last.version,
      nextStep: { designTest: nextNumber(versions, "designTest"), operatingTest: nextNumber(versions, "operatingTest") },
      textVersion: own?.newest.baseVersion ?? last.version,
      takesEffect: last.effectiveFrom > now ? last.effectiveFrom : null,
      draft: own === null ? null : {
        id: own.id, revision: own.revision, state: own.state, reason: own.newest.reason, effectiveDay: own.newest.effectiveDay, mappings: own.newest.mappings.length,
        returned: own.state === "returned" && returned !== undefined ? { by: nameOf(returned.recordedBy), reason: returned.reason } : null,
      },
      others: open.filter((one) => one.createdBy !== me).map((one) => ({ id: one.id, by: nameOf(one.createdBy), state: one.state })),
      needs: await approvalNeeded(args),
      approvers: await approverNames(args, [me]),
      today: dayOf(now, await zoneOf(args)),
    };
  },
});

const nextNumber = (versions: readonly ControlVersionRow[], test: ControlTest): number => Number(nextStepKey(test, versions.flatMap((one) => one[test].map(({ key }) => key))).slice(1));
