import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, memberNames, type Page, pageOf, pageSizeInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { engagementNames } from "#lib/engagements/index.ts";
import { packetName, readOmissions } from "./packet-record.ts";
import { PACKET_STATUSES, type PacketStatus } from "./packet-status.ts";
import { authorName, findPackets, requestsMet } from "./packet.repository.ts";

export type PacketListRow = {
  id: string;
  number: number;
  name: string;
  controlId: string;
  controlCode: string;
  controlTitle: string;
  engagementId: string | null;
  engagementName: string | null;
  scheduled: boolean;
  firstDay: string;
  lastDay: string;
  timeZone: string;
  requestedBy: string;
  requestedAt: Date;
  status: PacketStatus;
  step: string;
  progress: number;
  error: string | null;
  byteLength: number | null;
  sealedAt: Date | null;
  /** What the sealed packet names as missing; 0 until it is sealed. */
  omissions: number;
  /** Requests that the sealed packet shows met, of all of its control; zeros until it is sealed. */
  requests: { met: number; total: number };
};

/** Packets, the newest first. An auditor gets the sealed ones that were made for the engagement. */
export const listPackets = defineVerb({
  name: "packets.list",
  permission: "packets.read",
  effect: "read",
  input: z.strictObject({
    status: z.array(z.enum(PACKET_STATUSES)).min(1).max(4).optional(),
    controlId: idInput.optional(),
    engagementId: idInput.optional(),
    /** Only packets sealed after this instant. */
    sealedAfter: z.date().optional(),
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run({ tx, scope, context, input }): Promise<Page<PacketListRow>> {
    const { organizationId } = context;
    const before = input.cursor === undefined ? undefined : { number: decodeCursor(z.tuple([z.int()]), input.cursor)[0] };
    const { status, controlId, engagementId, sealedAfter } = input;
    const found = await findPackets(tx, scope, { status, controlId, engagementId, sealedAfter, before, take: input.size + 1 });
    const page = pageOf(found, input.size, (row) => [row.number]);
    const controls = new Map((await requireControls(tx, scope, page.rows.map((row) => row.controlId))).map((one) => [one.id, one]));
    const engagements = await engagementNames(tx, organizationId, page.rows.flatMap((row) => row.engagementId ?? []));
    const people = await memberNames(tx, organizationId, page.rows.map((row) => row.requestedBy));
    const met = await requestsMet(tx, organizationId, page.rows.map((row) => row.id));
    const rows = page.rows.map(({ state, ...row }) => ({
      id: row.id,
      number: row.number,
      name: packetName(row.number),
      controlId: row.controlId,
      controlCode: controls.get(row.controlId)?.code ?? "",
      controlTitle: controls.get(row.controlId)?.title ?? "",
      engagementId: row.engagementId,
      engagementName: row.engagementId === null ? null : (engagements.get(row.engagementId) ?? null),
      scheduled: row.scheduleId !== null,
      firstDay: row.firstDay,
      lastDay: row.lastDay,
      timeZone: row.timeZone,
      requestedBy: authorName(row.requestedBy, people),
      requestedAt: row.requestedAt,
      status: state.status,
      step: state.step,
      progress: state.progress,
      error: state.error,
      byteLength: state.byteLength === null ? null : Number(state.byteLength),
      sealedAt: state.sealedAt,
      omissions: state.omissions === null ? 0 : readOmissions(state.omissions).length,
      requests: met.get(row.id) ?? { met: 0, total: 0 },
    }));
    return { rows, nextCursor: page.nextCursor };
  },
});
