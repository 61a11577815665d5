import { z } from "zod";
import { defineVerb, idInput, lineInput, webAddressInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { findControl, insertControlVersions, lastRecordedVersion, lockControls } from "./controls.repository.ts";
import { MAX_LINKS_PER_CONTROL } from "./limits.ts";
import { requireHeld } from "./require-controls.ts";

/** Web addresses only: a link is opened by a click, and `javascript:` would run in the reader's session. */
/**
 * Attaches the address of a non-public record (a tracker's epic, a runbook) to a control. It is a new version of the
 * control that differs in its links alone, so that a past date shows the links of that date.
 */
export const attachLink = defineVerb({
  name: "controls.attach_link",
  permission: "controls.manage",
  effect: "write",
  input: z.strictObject({ controlId: idInput, title: lineInput(200), url: webAddressInput }),
  async run({ tx, scope, context, input, now, audit, unchanged }): Promise<{ version: number }> {
    const control = await findControl(tx, scope, { id: input.controlId });
    if (control === null) throw notFound("control");
    await lockControls(tx, context.organizationId);
    const last = await lastRecordedVersion(tx, context.organizationId, control.id);
    if (last === null) throw notFound("control");
    await requireHeld(tx, scope, [control.id], now);
    if (last.links.some((link) => link.url === input.url && link.title === input.title)) {
      unchanged();
      return { version: last.version };
    }
    if (last.links.length >= MAX_LINKS_PER_CONTROL) {
      throw new AppError("limit_exceeded", "too_many_links", `A control has at most ${MAX_LINKS_PER_CONTROL} links; nothing was changed.`);
    }
    const { code: _, ...fields } = last;
    const version = last.version + 1;
    await insertControlVersions(tx, context.organizationId, [{
      ...fields, id: newId("cvr", now.getTime()), version, effectiveFrom: now > last.effectiveFrom ? now : last.effectiveFrom,
      recordedAt: now, recordedBy: actorId(context.actor), links: [...last.links, { title: input.title, url: input.url }],
    }]);
    await audit({ action: "control.link_attached", subjectKind: "control", subjectId: control.id, changes: { title: input.title, url: input.url } });
    return { version };
  },
});
