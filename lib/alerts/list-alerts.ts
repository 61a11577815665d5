import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { findRuleVersionIds } from "#lib/rules/index.ts";
import { ALERT_SOURCES, alertNumber, SEVERITIES, VERDICTS } from "./client.ts";
import { findAlertsToJudge, findFeeding, findJudgedAlerts, type AlertFilter, type AlertRow } from "./alert-list.repository.ts";

const filters = z.strictObject({
  /** `to_judge`: by deadline, the nearest first. `judged`: by the time raised, the newest first. */
  view: z.enum(["to_judge", "judged"]).default("to_judge"),
  severity: z.enum(SEVERITIES).optional(),
  /** Of `to_judge` only. */
  status: z.enum(["open", "acknowledged"]).optional(),
  /** Of `judged` only. */
  verdict: z.enum(VERDICTS).optional(),
  /** A rule's key: alerts of all its versions. */
  rule: z.string().min(1).max(256).optional(),
  entity: z.string().min(1).max(300).optional(),
  /** A log segment: alerts that reading it raised. */
  segment: idInput.optional(),
  source: z.enum(ALERT_SOURCES).optional(),
  /** Of vendors' alerts: the connection that brought them. */
  connection: idInput.optional(),
  /** The alert's number, a word of the rule's title, or the beginning of the entity or of a vendor's title. */
  text: z.string().trim().max(200).optional(),
  cursor: cursorInput,
  pageSize: pageSizeInput,
});

export type ListAlertsInput = z.input<typeof filters>;

/** A page of alerts. Reads by keyset: any page costs what the first costs. */
export const listAlerts = defineVerb({
  name: "alerts.list",
  permission: "alerts.read",
  effect: "read",
  input: filters,
  async run({ tx, context, input }): Promise<Page<AlertRow>> {
    const { organizationId } = context;
    const limit = input.pageSize + 1;
    const text = input.text === undefined || input.text === "" ? undefined : input.text;
    const filter: AlertFilter = {
      severity: input.severity,
      entity: input.entity,
      segmentId: input.segment,
      source: input.source,
      connectionId: input.connection,
      ruleVersionIds: input.rule === undefined ? undefined : await findRuleVersionIds(tx, { key: input.rule }),
      text: text === undefined ? undefined : { number: alertNumber(text), ruleVersionIds: await findRuleVersionIds(tx, { titlePart: text }), prefix: text },
    };
    if (input.view === "judged") {
      const before = input.cursor === undefined ? null : { id: decodeCursor(z.tuple([z.string().max(64)]), input.cursor)[0] };
      const rows = await findJudgedAlerts(tx, organizationId, { ...filter, verdict: input.verdict }, before, limit);
      return pageOf(rows, input.pageSize, (row) => [row.id]);
    }
    const rows = await findAlertsToJudge(tx, organizationId, { ...filter, status: input.status }, deadlineKey(input.cursor), limit);
    return pageOf(rows, input.pageSize, (row) => [row.acknowledgeBy.getTime(), row.id]);
  },
});

/** The connections whose alerts a list can be narrowed to. */
export const listFeeding = defineVerb({
  name: "alerts.list_feeding",
  permission: "alerts.read",
  effect: "read",
  input: z.strictObject({}),
  run: ({ tx, context: { organizationId } }): Promise<{ id: string; name: string }[]> => findFeeding(tx, organizationId),
});

function deadlineKey(cursor: string | undefined): { acknowledgeBy: Date; id: string } | null {
  if (cursor === undefined) return null;
  // The greatest instant that a Date can hold is 8.64e15 ms.
  const [time, id] = decodeCursor(z.tuple([z.number().int().min(-8.64e15).max(8.64e15), z.string().max(64)]), cursor);
  return { acknowledgeBy: new Date(time), id };
}
