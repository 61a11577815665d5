import { z } from "zod";
import { defineVerb, textInput } from "#lib/access/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { findVersions, insertVersion, lockCheck } from "./check.repository.ts";
import { CHECK_LIMITS } from "./limits.ts";
import { checkInput, parametersInForce, requireShipped } from "./shipped.ts";

/**
 * Sets a check's parameters for this organization: another version begins, and the next run judges by it. What was judged
 * before keeps the version that it was judged by.
 *
 * @throws AppError not_found; validation for a value beyond its bounds, or of no parameter
 */
export const setCheckParameters = defineVerb({
  name: "checks.set_parameters",
  permission: "checks.configure",
  effect: "write",
  input: z.strictObject({ checkId: checkInput, parameters: z.array(z.strictObject({ name: z.string().min(1).max(64), value: z.number().min(-CHECK_LIMITS.parameter).max(CHECK_LIMITS.parameter) })).max(CHECK_LIMITS.parameters), reason: textInput(CHECK_LIMITS.reason).pipe(z.string().min(1, "Say why.")) }),
  async run({ tx, context, input: { checkId, reason, parameters: given }, now, audit, unchanged }): Promise<{ version: number }> {
    const { organizationId } = context;
    const shipped = await requireShipped(checkId);
    const parameters = Object.fromEntries(given.map(({ name, value }) => [name, value]));
    const wrong = Object.entries(parameters).flatMap(([name, value]) => {
      const bounds = shipped.metadata.parameters[name];
      if (bounds === undefined) return [{ path: name, message: "The check has no such parameter." }];
      return value >= bounds.least && value <= bounds.most ? [] : [{ path: name, message: `It lies between ${bounds.least} and ${bounds.most} ${bounds.unit}.` }];
    });
    if (wrong.length > 0) throw new AppError("validation", "parameters", "Nothing was changed.", wrong);
    await lockCheck(tx, organizationId, checkId);
    const [newest] = await findVersions(tx, organizationId, checkId, 1);
    const before = parametersInForce(shipped, newest?.parameters ?? {});
    const wanted = { ...before, ...parameters };
    if (canonicalJson(before) === canonicalJson(wanted)) {
      unchanged();
      return { version: newest?.version ?? 0 };
    }
    const version = (newest?.version ?? 0) + 1;
    await insertVersion(tx, organizationId, checkId, { version, codeSha256: shipped.codeSha256, parameters: wanted, reason, madeBy: actorId(context.actor), madeAt: now });
    await audit({ action: "check.parameters_set", subjectKind: "check", subjectId: checkId, changes: { version, before: canonicalJson(before), after: canonicalJson(wanted), reason } });
    return { version };
  },
});
