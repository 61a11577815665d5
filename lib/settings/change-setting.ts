import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { Json } from "#lib/platform/canonical-json.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { SETTING_NAMES, SETTINGS } from "./definitions.ts";
import { settingAt } from "./settings.repository.ts";

/** Changes a setting from now on. The earlier value keeps holding for what happened before. */
export const changeSetting = defineVerb({
  name: "settings.change",
  permission: "settings.manage",
  effect: "write",
  input: z.strictObject({ name: z.enum(SETTING_NAMES), value: z.json() }),
  async run({ tx, context, input, now, audit, unchanged }) {
    const parsed = SETTINGS[input.name].schema.safeParse(input.value);
    if (!parsed.success) {
      throw new AppError("validation", "setting_invalid", "This value is not allowed; the setting was not changed.",
        parsed.error.issues.map((issue) => ({ path: ["value", ...issue.path].join("."), message: issue.message })));
    }
    const before = await settingAt(tx, input.name, now);
    if (JSON.stringify(before) === JSON.stringify(parsed.data)) return unchanged();
    await tx.settingVersion.create({
      data: {
        organizationId: context.organizationId,
        id: newId("set", now.getTime()),
        name: input.name,
        value: parsed.data,
        effectiveFrom: now,
        recordedAt: now,
        recordedBy: actorId(context.actor),
      },
    });
    await audit({ action: "setting.changed", subjectKind: "setting", subjectId: input.name, changes: { before: before as Json, after: parsed.data as Json } });
  },
});
