import { z } from "zod";
import { defineVerb, instantsInput, type Scope } from "#lib/access/index.ts";
import { controlStatus, type ControlStatus } from "#lib/evidence/client.ts";
import { adoptionsAt } from "#lib/frameworks/index.ts";
import { askedInstants, asOfInstant, heldSince, isPast, type AsOf } from "#lib/platform/as-of.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { controlHistory, type HistoryEntry } from "./control-history.ts";
import { controlNames, findControl, versionAt, versionsOf, type ControlName, type ControlVersionRow, type Retirement } from "./controls.repository.ts";
import { mappingGroups, type MappingGroup } from "./mapping-groups.ts";
import { requestStandings, type RequestStanding } from "./request-standings.ts";

export type ControlPage = {
  id: string;
  code: string;
  /** The instants that were asked for; `past` when they lie before now. */
  asOf: AsOf & { past: boolean };
  /** The version in force then; null when the control did not hold yet. */
  version: ControlVersionRow | null;
  /** Of a control that is retired by the instants asked for; for an auditor, by now. */
  retirement: (Retirement & { successor: ControlName | null }) | null;
  /** When the first version takes effect. */
  firstEffectiveFrom: Date | null;
  status: ControlStatus;
  requests: RequestStanding[];
  mappings: MappingGroup[];
  /** Keys of the editions that the organization had adopted then: mappings into others hold, but close no gap that counts. */
  adoptedFrameworks: string[];
  /** Newest first; everything recorded by the instant asked for. */
  history: HistoryEntry[];
};

/**
 * A control as it stood: version, mappings and requests in force at `asOf`, by what had been recorded at `knownAt`
 * (both now unless given; `knownAt` follows `asOf` when only that is given, so nothing learnt later is told).
 *
 * @throws AppError not_found; validation when an instant lies in the future
 */
export const readControl = defineVerb({
  name: "controls.read",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({ code: z.string().min(1).max(64), ...instantsInput }),
  async run({ tx, scope, input, now }): Promise<ControlPage> {
    const control = await findControl(tx, scope, { code: input.code });
    if (control === null) throw notFound("control");
    const asked = askedInstants(input, scope, now);
    const versions = await versionsOf(tx, scope.organizationId, control.id);
    const found = versionAt(versions, asked);
    // An auditor tests what held in the period: a control that retired since is shown as it was last.
    const last = scope.engagement === null || found === null || found.retirement === null ? null : lastHeld(found, found.retirement);
    const asOf = last === null ? asked : asOfInstant(last);
    const past = isPast(asOf, now);
    const requests = await requestStandings(tx, scope, control.id, asOf, past);
    return {
      id: control.id,
      code: control.code,
      asOf: { ...asOf, past },
      version: last === null ? found : versionAt(versions, asOf),
      retirement: found === null || found.retirement === null ? null : { ...found.retirement, successor: await successorOf(tx, scope, found.retirement) },
      firstEffectiveFrom: versions.map((one) => one.effectiveFrom).sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
      status: controlStatus(requests.map((one) => one.status)),
      requests,
      mappings: await mappingGroups(tx, scope, control.id, asOf),
      adoptedFrameworks: [...(await adoptionsAt(tx, scope.organizationId, heldSince(asOf))).values()].filter((one) => one.state === "adopted").map((one) => one.frameworkKey),
      history: await controlHistory(tx, scope, control.id, versions, asOf),
    };
  },
});

/** The last instant at which a retired control held and was known to. */
function lastHeld({ recordedAt }: ControlVersionRow, { from }: Retirement): Date {
  return new Date(Math.min(from.getTime(), recordedAt.getTime()) - 1);
}

async function successorOf(tx: TenantTransaction, scope: Scope, { successorId }: Retirement): Promise<ControlName | null> {
  return successorId === null ? null : ((await controlNames(tx, scope, [successorId]))[0] ?? null);
}
