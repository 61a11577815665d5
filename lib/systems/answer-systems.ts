import { z } from "zod";
import { defineVerb, lineInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { SYSTEM_LIMITS } from "./limits.ts";
import { systemAnswers, withdrawAnswer, writeAnswer, type SystemAnswers } from "./system-answer.repository.ts";
import { SYSTEM_KIND_NAMES } from "./system-kinds.ts";

const answer = z.strictObject({
  kind: z.enum(SYSTEM_KIND_NAMES),
  /** Null: not known. Empty: none. Else keys of known systems and names of others. */
  names: z.array(lineInput(SYSTEM_LIMITS.nameCharacters)).max(SYSTEM_LIMITS.perKind, `At most ${SYSTEM_LIMITS.perKind} of one kind.`).nullable(),
});

/** Says what the organization runs. Kinds that are not named keep their answer; evidence requests follow by an act of their own. */
export const answerSystems = defineVerb({
  name: "systems.answer",
  permission: "systems.manage",
  effect: "write",
  input: z.strictObject({ answers: z.array(answer).min(1).max(SYSTEM_KIND_NAMES.length) }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<SystemAnswers> {
    const before = await systemAnswers(tx);
    const changes: Record<string, { before: readonly string[] | null; after: readonly string[] | null }> = {};
    for (const { kind, names } of input.answers) {
      const after = names === null ? null : [...new Set(names)];
      if (JSON.stringify(before[kind] ?? null) === JSON.stringify(after)) continue;
      if (after === null) await withdrawAnswer(tx, kind);
      else await writeAnswer(tx, context.organizationId, kind, after, actorId(context.actor), now);
      changes[kind] = { before: before[kind] ?? null, after };
    }
    if (Object.keys(changes).length === 0) unchanged();
    else await audit({ action: "systems.answered", subjectKind: "organization", subjectId: context.organizationId, changes });
    return systemAnswers(tx);
  },
});
