import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, lineInput, pageOf, pageSizeInput, pastDayInput, type Page } from "#lib/access/index.ts";
import { countByStatus, type StatusCount } from "#lib/evidence/client.ts";
import { askedAsOf, controlsMappedTo, mappedFrameworks } from "#lib/frameworks/index.ts";
import { asOfNow, isPast, type AsOf } from "#lib/platform/as-of.ts";
import { STATUSES, type Status } from "#lib/status/index.ts";
import { CRITICALITIES, type Criticality } from "./control.ts";
import { controlsAt, controlsSince, type ControlListRow, type ControlsSince } from "./controls-at.ts";

export type ControlList = Page<ControlListRow> & {
  asOf: AsOf;
  /** Of a past day, with its first rows: what differs now. */
  since: ControlsSince | null;
  /** Statuses of everything that the filters other than `status` let through. */
  counts: StatusCount[];
  total: number;
  /** What can be filtered by. */
  ownerTeams: string[];
  processOwners: string[];
  frameworkKeys: string[];
};

/**
 * Controls with their status, in the order of codes, now or as of a past day.
 *
 * @throws AppError validation for a day in the future
 */
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
    ...pastDayInput,
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run({ tx, scope, input, now }): Promise<ControlList> {
    const asOf = await askedAsOf(tx, scope, input, now);
    const sinceThen = async (then: { rows: ControlListRow[]; asOf: AsOf }) => controlsSince(tx, scope, then, { rows: await controlsAt(tx, scope, asOfNow(now), now, input.retired === true), asOf: asOfNow(now) });
    const every = await controlsAt(tx, scope, asOf, now, input.retired === true);
    const mapped = input.framework === undefined ? null : await controlsMappedTo(tx, scope, asOf, input.framework);
    const filtered = every.filter((row) => (mapped === null || mapped.has(row.controlId)) && matches(row, input));
    const shown = filtered.filter((row) => input.status === undefined || row.status === input.status);
    const after = input.cursor === undefined ? "" : decodeCursor(z.tuple([z.string().max(64)]), input.cursor)[0];
    const ahead = shown.filter((row) => row.code > after).slice(0, input.size + 1);
    return {
      ...pageOf(ahead, input.size, (row) => [row.code]),
      asOf,
      since: isPast(asOf, now) && input.cursor === undefined ? await sinceThen({ rows: every, asOf }) : null,
      counts: countByStatus(filtered.map((row) => row.status)),
      total: shown.length,
      ownerTeams: [...new Set(every.map((row) => row.ownerTeam))].sort(),
      processOwners: [...new Set(every.flatMap((row) => row.processOwners))].sort(),
      frameworkKeys: await mappedFrameworks(tx, scope, asOf),
    };
  },
});

type ControlFilter = { criticality?: Criticality | undefined; processOwner?: string | undefined; ownerTeam?: string | undefined; text?: string | undefined };

function matches(row: ControlListRow, filter: ControlFilter): boolean {
  if (filter.criticality !== undefined && row.criticality !== filter.criticality) return false;
  if (filter.processOwner !== undefined && !row.processOwners.includes(filter.processOwner)) return false;
  if (filter.ownerTeam !== undefined && row.ownerTeam !== filter.ownerTeam) return false;
  const text = filter.text?.toLocaleLowerCase("en");
  return text === undefined || `${row.code} ${row.title}`.toLocaleLowerCase("en").includes(text);
}
