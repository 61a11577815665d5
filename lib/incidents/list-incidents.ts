import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, memberNames, type Page, pageOf, pageSizeInput } from "#lib/access/index.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { findIncidents } from "./incident.repository.ts";
import { incidentName } from "./numbers.ts";
import { INCIDENT_STATUSES, type IncidentStatus } from "./words.ts";

export type IncidentListRow = {
  id: string;
  name: string;
  title: string;
  status: IncidentStatus;
  severity: Severity;
  assignee: string | null;
  firstEventAt: Date;
  declaredAt: Date;
  resolvedAt: Date | null;
  closedAt: Date | null;
  alerts: number;
};

/** Incidents, newest first. An auditor gets those declared within the engagement's period. */
export const listIncidents = defineVerb({
  name: "incidents.list",
  permission: "incidents.read",
  effect: "read",
  input: z.strictObject({
    status: z.array(z.enum(INCIDENT_STATUSES)).min(1).max(4).optional(),
    text: z.string().trim().min(1).max(100).optional(),
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run({ tx, scope, input }): Promise<Page<IncidentListRow>> {
    const before = input.cursor === undefined ? undefined : { number: decodeCursor(z.tuple([z.int()]), input.cursor)[0] };
    const rows = await findIncidents(tx, scope, { status: input.status, text: input.text, before, take: input.size + 1 });
    const page = pageOf(rows, input.size, (row) => [row.number]);
    const names = await memberNames(tx, scope.organizationId, page.rows.flatMap((row) => row.state.assigneeMemberId ?? []));
    return {
      nextCursor: page.nextCursor,
      rows: page.rows.map((row) => ({
        id: row.id,
        name: incidentName(row),
        title: row.title,
        status: row.state.status,
        severity: row.state.severity,
        assignee: names.get(row.state.assigneeMemberId ?? "") ?? null,
        firstEventAt: row.firstEventAt,
        declaredAt: row.declaredAt,
        resolvedAt: row.state.resolvedAt,
        closedAt: row.state.closedAt,
        alerts: row.alerts.length,
      })),
    };
  },
});
