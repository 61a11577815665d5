import { z } from "zod";
import { defineVerb, idInput, memberNames, PERMISSIONS } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { AlertActionKind, Verdict } from "#prisma/generated/enums.ts";
import type { AlertExplanation, Involved } from "./alert-draft.ts";
import { alertsByHitKeys, earlierAlerts, findActions, findAssignees, findHuntOf, findOrigin, requireAlert, requireAlertByNumber, summaryOf, type AlertSummary, type AlertWithState } from "./alert.repository.ts";
import { VENDOR_ALERT_CONTROLS } from "./alert-period.repository.ts";
import { findVendorOrigin } from "./vendor-origin.repository.ts";

/** Actions shown of one alert, the newest. */
const ACTIONS_MAX = 200;
/** Earlier alerts shown per entity, and how far they are counted. */
const EARLIER_SHOWN = 3;
export const EARLIER_COUNTED = 1000;
const ASSIGNEES_MAX = 200;

export type AlertActionView = { id: string; kind: AlertActionKind; at: Date; by: string; verdict: Verdict | null; assignee: string | null; text: string };

/** Where a matching line stands. */
export type AlertPlace = { segmentId: string; number: number; offset: number; length: number };

export type InvolvedView = Involved & { earlier: AlertSummary[]; /** Counted up to `EARLIER_COUNTED`. */ earlierCount: number };

export type AlertView = AlertSummary & {
  groupKey: string;
  assigneeMemberId: string | null;
  assignee: string | null;
  /** Null of a vendor's alert, as the segment is. */
  rule: { versionId: string; key: string; title: string; sha256: string; text: string; controlCodes: string[]; tags: string[] } | null;
  /** Where a vendor's alert comes from; null of one that a rule raised. */
  vendor: VendorOrigin | null;
  /** Controls that it is evidence for. */
  controlCodes: readonly string[];
  explanation: AlertExplanation;
  /** The first and last matching lines; `explanation.linesTotal` is how many there are. */
  places: AlertPlace[];
  /** The segment in which the alert was raised. */
  segment: { id: string; sourceName: string; fileName: string; sha256: string; referenceTime: Date; utcOffsetMinutes: number } | null;
  involved: InvolvedView[];
  /** The retro-hunt that found it later; null where it was found when the log was read. */
  hunt: { id: string; number: number } | null;
  /** Alerts that this one builds on. */
  related: AlertSummary[];
  actions: AlertActionView[];
  /** Who can be given it. */
  assignees: { id: string; name: string }[];
};

/** What a vendor's alert is and was there, beside how it is judged here. */
export type VendorOrigin = NonNullable<Awaited<ReturnType<typeof findVendorOrigin>>>;

const storedPlaces = z.array(z.object({ lineNumber: z.number(), offset: z.number(), length: z.number(), segment: z.string() }));

/** One alert: its facts, why it was raised, who and what is involved, what was done about it. */
export const readAlert = defineVerb({
  name: "alerts.read",
  permission: "alerts.read",
  effect: "read",
  input: z.union([z.strictObject({ alertId: idInput }), z.strictObject({ number: z.number().int().min(1).max(2_147_483_647) })]),
  async run({ tx, context, input }): Promise<AlertView> {
    const { organizationId } = context;
    const alert = "alertId" in input ? await requireAlert(tx, organizationId, input.alertId) : await requireAlertByNumber(tx, organizationId, input.number);
    const origin = await findOrigin(tx, organizationId, alert);
    const vendor = await findVendorOrigin(tx, organizationId, alert);
    if (origin === null && vendor === null) throw notFound("alert");
    const explanation = explanationOf(alert);
    const actions = await findActions(tx, alert.id, ACTIONS_MAX);
    const names = await memberNames(tx, organizationId, [alert.state.assigneeMemberId, ...actions.flatMap((action) => [action.memberId, action.assigneeId])].flatMap((id) => id ?? []));
    const nameOf = (id: string): string => names.get(id) ?? (id.startsWith("system:") ? "Tickmark" : "Unknown person");
    const involved: InvolvedView[] = [];
    for (const one of explanation.involved) {
      const { alerts, count } = await earlierAlerts(tx, organizationId, one.value, alert.id, EARLIER_SHOWN, EARLIER_COUNTED);
      involved.push({ ...one, earlier: alerts, earlierCount: count });
    }
    return {
      ...summaryOf(alert),
      groupKey: alert.groupKey,
      assigneeMemberId: alert.state.assigneeMemberId,
      assignee: alert.state.assigneeMemberId === null ? null : nameOf(alert.state.assigneeMemberId),
      rule: origin?.rule ?? null,
      segment: origin?.segment ?? null,
      vendor,
      controlCodes: origin?.rule.controlCodes ?? VENDOR_ALERT_CONTROLS,
      explanation,
      places: placesOf(alert.state.lines),
      involved,
      hunt: alert.huntId === null ? null : await findHuntOf(tx, organizationId, alert.huntId),
      related: await alertsByHitKeys(tx, explanation.related),
      actions: actions.map(({ id, kind, at, memberId, verdict, assigneeId, text }) => ({ id, kind, at, by: nameOf(memberId), verdict, assignee: assigneeId === null ? null : nameOf(assigneeId), text })),
      assignees: await findAssignees(tx, PERMISSIONS["alerts.judge"], ASSIGNEES_MAX),
    };
  },
});

function explanationOf(alert: AlertWithState): AlertExplanation {
  return storedExplanation(alert.state.explanation, alert.title, alert.state.eventCount);
}

/** Written by this domain alone (alert-draft.ts); only what an older version may lack is filled in. */
export function storedExplanation(value: unknown, title: string, eventCount: number): AlertExplanation {
  const stored = value as Partial<AlertExplanation>;
  return {
    tree: stored.tree ?? { label: title, kind: "rule", matched: true },
    kind: stored.kind ?? "event",
    groupKey: stored.groupKey ?? {},
    observed: stored.observed ?? eventCount,
    linesTotal: stored.linesTotal ?? eventCount,
    evicted: stored.evicted ?? false,
    related: stored.related ?? [],
    involved: stored.involved ?? [],
    ...(stored.baseline === undefined ? {} : { baseline: stored.baseline }),
  };
}

/** Where the lines of a hit stand, as they are stored with it. */
export function placesOf(lines: unknown): AlertPlace[] {
  const found = storedPlaces.safeParse(lines);
  return found.success ? found.data.map(({ segment, lineNumber, offset, length }) => ({ segmentId: segment, number: lineNumber, offset, length })) : [];
}
