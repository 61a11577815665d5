import { z } from "zod";
import { dayInput, defineVerb, idInput, timeZoneInput, type VerbArguments } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { readEngagementFacts } from "#lib/engagements/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { Period } from "#lib/platform/zoned-time.ts";
import { packetName } from "./packet-record.ts";
import { checkPacketPeriod, liesWithin } from "./packet-period.ts";
import { findUnfinished } from "./packet.repository.ts";
import { PEOPLE_MODES } from "./pseudonyms.ts";
import { queuePacket, type QueuedPacket } from "./queue-packet.ts";

const requestInput = z.strictObject({
  controlId: idInput,
  /** Made for an engagement, its auditors see it. Without days it covers the engagement's whole period. */
  engagementId: idInput.optional(),
  firstDay: dayInput.optional(),
  lastDay: dayInput.optional(),
  /** Left out, the engagement's. */
  timeZone: timeZoneInput.optional(),
  people: z.enum(PEOPLE_MODES).default("named"),
});

type RequestInput = z.output<typeof requestInput>;

/**
 * Asks for a packet of one control and period. What is known at this instant goes into it, whenever it is made. Asked twice
 * while the first is being made, it is one packet.
 *
 * @throws AppError validation (packet_period, period_missing, period_outside_engagement); not_found; precondition_failed when the
 *   engagement does not hold the control
 */
export const requestPacket = defineVerb({
  name: "packets.request",
  permission: "packets.create",
  effect: "write",
  input: requestInput,
  async run(args): Promise<QueuedPacket> {
    const { tx, scope, context, input, now, unchanged } = args;
    const controlId = (await requireControls(tx, scope, [input.controlId]))[0]!.id;
    const period = input.engagementId === undefined ? ownPeriod(input) : await engagementPeriod(args, input, input.engagementId);
    checkPacketPeriod(period, now);
    const wanted = { controlId, engagementId: input.engagementId ?? null, ...period, people: input.people };
    const unfinished = await findUnfinished(tx, context.organizationId, { ...wanted, requestedBy: actorId(context.actor) });
    if (unfinished !== null) {
      unchanged();
      return { id: unfinished.id, name: packetName(unfinished.number) };
    }
    return queuePacket(args, { ...wanted, scheduleId: null });
  },
});

function ownPeriod({ firstDay, lastDay, timeZone }: RequestInput): Period {
  if (firstDay === undefined || lastDay === undefined || timeZone === undefined) {
    const missing = Object.entries({ firstDay, lastDay, timeZone }).filter(([, value]) => value === undefined);
    throw new AppError("validation", "period_missing", "Say which period the packet is about.", missing.map(([path]) => ({ path, message: "This is needed when the packet is for no engagement." })));
  }
  return { firstDay, lastDay, timeZone };
}

async function engagementPeriod({ tx, scope }: VerbArguments<unknown>, input: RequestInput, engagementId: string): Promise<Period> {
  const { controlIds, period: whole } = await readEngagementFacts(tx, scope, engagementId);
  if (!controlIds.includes(input.controlId)) {
    throw new AppError("precondition_failed", "control_outside_engagement", "The engagement does not hold this control, so its auditors could not see the packet.");
  }
  const period = { firstDay: input.firstDay ?? whole.firstDay, lastDay: input.lastDay ?? whole.lastDay, timeZone: input.timeZone ?? whole.timeZone };
  if (!liesWithin(period, whole)) {
    throw new AppError("validation", "period_outside_engagement", "The days lie outside the engagement's period; nothing was requested.", [
      { path: "firstDay", message: `The engagement runs from ${whole.firstDay} to ${whole.lastDay} (${whole.timeZone}).` },
    ]);
  }
  return period;
}
