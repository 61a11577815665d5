import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, lineInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { controlStatus, countByStatus, requestStatus, type ControlStatus, type StatusCount } from "#lib/evidence/client.ts";
import { countMappings, requestBriefs, type MappingCounts, type RequestBrief } from "#lib/frameworks/index.ts";
import { settingAt } from "#lib/settings/index.ts";
import { STATUSES, type Status } from "#lib/status/index.ts";
import { CRITICALITIES, type Criticality } from "./control.ts";
import { headersInForce, requestOwnerNames, type HeldHeader } from "./controls.repository.ts";

export type ControlListRow = HeldHeader & ControlStatus & {
  /** Earliest instant at which a proven request goes stale; null when nothing is proven. */
  dueAt: Date | null;
  awaitingReview: number;
  /** People who own requests that are not proven now. */
  waitingOn: string[];
  mappings: MappingCounts[];
};

export type ControlList = Page<ControlListRow> & {
  /** Statuses of everything that the filters other than `status` let through. */
  counts: StatusCount[];
  total: number;
  /** What can be filtered by. */
  ownerTeams: string[];
  processOwners: string[];
  frameworkKeys: string[];
};

/** Controls with their status at this instant, in the order of codes. Status is computed from facts; no evidence is read. */
export const listControls = defineVerb({
  name: "controls.list",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({
    framework: z.string().max(64).optional(),
    criticality: z.enum(CRITICALITIES).optional(),
    /** One of the teams that take part. */
    processOwner: z.string().max(200).optional(),
    /** The retired ones instead of those that hold. */
    retired: z.boolean().optional(),
    ownerTeam: z.string().max(200).optional(),
    status: z.enum(Object.keys(STATUSES) as [Status, ...Status[]]).optional(),
    text: lineInput(100).optional(),
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run({ tx, scope, input, now, context }): Promise<ControlList> {
    const { organizationId } = context;
    const asOf = { effectiveAt: now, knownAt: now };
    // An auditor tests what held in the period, also when it retired since.
    const heldAfter = input.retired === true ? new Date(0) : (scope.engagement?.from ?? null);
    const headers = [...(await headersInForce(tx, organizationId, asOf, scope.engagement?.controlIds, heldAfter)).values()]
      .filter((one) => input.retired !== true || one.retiredFrom !== null).sort((a, b) => (a.code < b.code ? -1 : 1));
    const mappings = await countMappings(tx, scope, asOf);
    const briefs = await requestBriefs(tx, organizationId, now, scope.engagement?.controlIds);
    const requests = Map.groupBy(briefs, (one) => one.controlId);
    const names = await requestOwnerNames(tx, organizationId, briefs);
    const dueSoonDays = await settingAt(tx, "due_soon_days", now);
    const every = headers.map((header) => ({ ...header, ...standing(requests.get(header.controlId) ?? [], dueSoonDays, now, names), mappings: mappings.get(header.controlId) ?? [] }));
    const filtered = every.filter((row) => matches(row, input));
    const shown = filtered.filter((row) => input.status === undefined || row.status === input.status);
    const after = input.cursor === undefined ? "" : decodeCursor(z.tuple([z.string().max(64)]), input.cursor)[0];
    const ahead = shown.filter((row) => row.code > after).slice(0, input.size + 1);
    return {
      ...pageOf(ahead, input.size, (row) => [row.code]),
      counts: countByStatus(filtered.map((row) => row.status)),
      total: shown.length,
      ownerTeams: [...new Set(every.map((row) => row.ownerTeam))].sort(),
      processOwners: [...new Set(every.flatMap((row) => row.processOwners))].sort(),
      frameworkKeys: [...new Set(every.flatMap((row) => row.mappings.map((one) => one.frameworkKey)))].sort(),
    };
  },
});

function standing(requests: readonly RequestBrief[], dueSoonDays: number, now: Date, names: ReadonlyMap<string, string>): ControlStatus & Pick<ControlListRow, "dueAt" | "awaitingReview" | "waitingOn"> {
  const judged = requests.map((request) => ({ request, ...requestStatus(request.facts, dueSoonDays, now) }));
  const due = judged.flatMap((one) => (one.dueAt === null ? [] : [one.dueAt.getTime()]));
  const waiting = judged.filter((one) => one.status !== "met").flatMap(({ request }) => names.get(request.id) ?? []);
  return {
    ...controlStatus(judged.map((one) => one.status)),
    dueAt: due.length === 0 ? null : new Date(Math.min(...due)),
    awaitingReview: requests.reduce((sum, request) => sum + request.facts.awaitingReview, 0),
    waitingOn: [...new Set(waiting)],
  };
}

type ControlFilter = { framework?: string | undefined; criticality?: Criticality | undefined; processOwner?: string | undefined; ownerTeam?: string | undefined; text?: string | undefined };

function matches(row: ControlListRow, filter: ControlFilter): boolean {
  if (filter.framework !== undefined && !row.mappings.some((one) => one.frameworkKey === filter.framework)) return false;
  if (filter.criticality !== undefined && row.criticality !== filter.criticality) return false;
  if (filter.processOwner !== undefined && !row.processOwners.includes(filter.processOwner)) return false;
  if (filter.ownerTeam !== undefined && row.ownerTeam !== filter.ownerTeam) return false;
  const text = filter.text?.toLocaleLowerCase("en");
  return text === undefined || `${row.code} ${row.title}`.toLocaleLowerCase("en").includes(text);
}
