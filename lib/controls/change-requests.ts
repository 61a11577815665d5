import { freshUntil } from "#lib/evidence/client.ts";
import { actorId } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import { retireRequest, updateRequest, type AskedRequest, type NewRequest, type StoredRequest } from "./adoption.repository.ts";
import type { AdoptArguments, LibraryControl } from "./library-input.ts";
import { OWN_REQUEST } from "./limits.ts";

/** New requests of one control, still to be written, and how many others were reworded or retired. */
export type ChangedRequests = { asked: NewRequest[]; reworded: number; retired: number };

/** Rewords the evidence requests of one control that ask otherwise than the library, and retires those no longer asked. */
export async function changeRequests(args: AdoptArguments, controlId: string, control: LibraryControl, stored: readonly StoredRequest[]): Promise<ChangedRequests> {
  const { tx, context, now, effectiveFrom } = args;
  const from = effectiveFrom < now ? effectiveFrom : now;
  // A wording counts by its effective time first: none may lie before the one that it follows.
  const revision = (known: Pick<StoredRequest, "askedFrom"> | null) => ({ askedFrom: known !== null && known.askedFrom > from ? known.askedFrom : from, revisedAt: now, revisedBy: actorId(context.actor) });
  const { organizationId } = context;
  const changed: ChangedRequests = { asked: [], reworded: 0, retired: 0 };
  for (const [position, request] of control.evidenceRequests.entries()) {
    const asked: AskedRequest = {
      key: request.key, position, title: request.title, guidance: request.asks,
      freshnessDays: request.freshnessDays, sourceKinds: request.accepts,
    };
    const known = stored.find((one) => one.key === request.key);
    if (known === undefined) {
      changed.asked.push({ ...asked, id: newId("erq", now.getTime()), controlId, createdAt: from, ...revision(null) });
    } else if (!isSame(known, asked)) {
      const until = known.lastGoodAt === null ? null : freshUntil(known.lastGoodAt, asked.freshnessDays);
      await updateRequest(tx, organizationId, known.id, { ...asked, ...revision(known), retiredAt: null, freshUntil: until });
      changed.reworded += 1;
    }
  }
  const keys = new Set(control.evidenceRequests.map((one) => one.key));
  for (const one of stored.filter((each) => each.retiredAt === null && !keys.has(each.key) && (args.whole === true || !each.key.startsWith(OWN_REQUEST)))) {
    await retireRequest(tx, organizationId, one.id, revision(one));
    changed.retired += 1;
  }
  return changed;
}

function isSame(stored: StoredRequest, asked: AskedRequest): boolean {
  return stored.retiredAt === null && stored.position === asked.position && stored.title === asked.title && stored.guidance === asked.guidance
    && stored.freshnessDays === asked.freshnessDays && stored.sourceKinds.join() === asked.sourceKinds.join();
}
