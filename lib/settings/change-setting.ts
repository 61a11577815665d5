import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { newIdAfter } from "#lib/platform/ids.ts";
import { SETTING_NAMES, SETTINGS, type SettingName } from "./definitions.ts";
import { lastVersionOf, lookAgainAt, lookForFindingsAt, settingAt } from "./settings.repository.ts";

const change = (name: SettingName) => z.strictObject({ name: z.literal(name), value: SETTINGS[name].schema });
const [first, ...others] = SETTING_NAMES;

/** Changes a setting from now on. The earlier value keeps holding for what happened before. */
export const changeSetting = defineVerb({
  name: "settings.change",
  permission: "settings.manage",
  effect: "write",
  input: z.discriminatedUnion("name", [change(first), ...others.map(change)]),
  async run({ tx, context, input, now, audit, unchanged }) {
    const { name, value } = input;
    const before = await settingAt(tx, name);
    if (JSON.stringify(before) === JSON.stringify(value)) return unchanged();
    const last = await lastVersionOf(tx, name);
    await tx.settingVersion.create({
      data: {
        organizationId: context.organizationId,
        id: newIdAfter("set", now.getTime(), last?.id ?? null),
        name,
        value,
        effectiveFrom: last !== null && last.effectiveFrom > now ? last.effectiveFrom : now,
        recordedAt: now,
        recordedBy: actorId(context.actor),
      },
    });
    // What was promised to people changed with it: they hear of it now, not with tomorrow's look.
    await lookAgainAt(tx, now);
    await lookForFindingsAt(tx, now);
    await audit({ action: "setting.changed", subjectKind: "setting", subjectId: name, changes: { before, after: value } });
  },
});
