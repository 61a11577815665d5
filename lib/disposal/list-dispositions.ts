import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { authorName, namesOfAuthors } from "#lib/evidence/index.ts";
import { holdsOn } from "#lib/holds/index.ts";
import { packetsCarrying, type CarryingPacket } from "#lib/packets/index.ts";
import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import { DISPOSITION_STATES, type DispositionState } from "./disposition.ts";
import { countProposed, findDispositions } from "./disposition.repository.ts";

export type DisposalRow = {
  id: string;
  state: DispositionState;
  /** All of it, or the original of a redacted one. */
  part: string;
  number: number;
  title: string;
  fileName: string | null;
  byteLength: bigint | null;
  classification: string;
  dueAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string;
  keepUntil: Date | null;
  content: string | null;
  disposedAt: Date | null;
  /** Why a hold that stands keeps it; empty where none does. */
  holds: string[];
  /** Sealed packets that carry it: copies of their own, which stay as they are. */
  packets: CarryingPacket[];
};

export type DisposalList = Page<DisposalRow> & { /** To be decided on, as far as is counted. */ proposed: number };

/** Evidence whose time is over and what became of it, proposed last first. */
export const listDispositions = defineVerb({
  name: "disposal.list",
  permission: "evidence.dispose",
  effect: "read",
  input: z.strictObject({ state: z.enum(DISPOSITION_STATES).default("proposed"), cursor: cursorInput, size: pageSizeInput }),
  async run({ tx, context: { organizationId }, input }): Promise<DisposalList> {
    const below = input.cursor === undefined ? undefined : decodeCursor(z.tuple([idInput]), input.cursor)[0];
    const page = pageOf(await findDispositions(tx, organizationId, { state: input.state, below, take: input.size + 1 }), input.size, (row) => [row.id]);
    const evidenceIds = page.rows.map((row) => row.evidenceId);
    const held = await holdsOn(tx, organizationId, evidenceIds);
    const packets = await packetsCarrying(tx, organizationId, evidenceIds);
    const names = await namesOfAuthors(tx, organizationId, page.rows.flatMap((row) => row.decidedBy ?? []));
    return {
      nextCursor: page.nextCursor,
      proposed: await countProposed(tx, organizationId, COUNT_LOOKS),
      rows: page.rows.map(({ id, status, part, evidence, evidenceId, dueAt, decidedBy, decidedAt, reason, keepUntil, content, disposedAt }) => ({
        id, state: status, part, number: evidence.number, title: evidence.title, fileName: evidence.fileName, byteLength: evidence.byteLength, classification: evidence.classification,
        dueAt, decidedBy: decidedBy === null ? null : authorName(decidedBy, names), decidedAt, reason, keepUntil, content, disposedAt,
        holds: (held.get(evidenceId) ?? []).map((hold) => hold.reason), packets: packets.get(evidenceId) ?? [],
      })),
    };
  },
});
