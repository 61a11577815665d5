import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { requestStatus } from "#lib/evidence/client.ts";
import { settingAt } from "#lib/settings/index.ts";
import { STATUSES, type Status } from "#lib/status/index.ts";
import { allControls, requestsOf } from "./controls.repository.ts";

export type RequestListRow = {
  id: string;
  controlCode: string;
  key: string;
  title: string;
  freshnessDays: number;
  sourceKinds: string[];
  status: Status;
  /** Why, where there is more to say than the status does. */
  because: string;
  /** When a proven request goes stale; null when it is not proven. */
  dueAt: Date | null;
};

/** Evidence requests with their status at this instant, by control code and their order in it. Adoption bounds their number. */
export const listRequests = defineVerb({
  name: "controls.list_requests",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({
    controlCode: z.string().max(64).optional(),
    status: z.enum(Object.keys(STATUSES) as [Status, ...Status[]]).optional(),
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run({ tx, scope, input, now, context: { organizationId } }): Promise<Page<RequestListRow>> {
    const codes = new Map((await allControls(tx, scope)).filter(({ code }) => input.controlCode === undefined || code === input.controlCode).map(({ id, code }) => [id, code]));
    const dueSoonDays = await settingAt(tx, "due_soon_days");
    const every = (await requestsOf(tx, organizationId, [...codes.keys()], now)).map((request) => {
      const { id, key, position, title, freshnessDays, sourceKinds, facts } = request;
      return { order: [codes.get(request.controlId) ?? "", position, id] as const, row: { id, controlCode: codes.get(request.controlId) ?? "", key, title, freshnessDays, sourceKinds, ...requestStatus(facts, dueSoonDays, now) } };
    });
    const after = input.cursor === undefined ? null : decodeCursor(z.tuple([z.string().max(64), z.number(), z.string().max(64)]), input.cursor);
    const ahead = every.filter(({ row }) => input.status === undefined || row.status === input.status).sort((a, b) => compare(a.order, b.order)).filter(({ order }) => after === null || compare(order, after) > 0);
    const page = pageOf(ahead.slice(0, input.size + 1), input.size, ({ order }) => order);
    return { rows: page.rows.map(({ row }) => row), nextCursor: page.nextCursor };
  },
});

type Order = readonly [code: string, position: number, id: string];

function compare(a: Order, b: Order): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1] !== b[1]) return a[1] - b[1];
  return a[2] === b[2] ? 0 : a[2] < b[2] ? -1 : 1;
}
