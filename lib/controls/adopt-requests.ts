import { freshUntil } from "#lib/evidence/client.ts";
import { newId } from "#lib/platform/ids.ts";
import { insertRequest, retireRequest, updateRequest, type AskedRequest, type StoredRequest } from "./adoption.repository.ts";
import type { AdoptArguments, LibraryControl } from "./library-input.ts";

/** Writes what the evidence requests of one control ask, where it differs, and retires those no longer asked. */
export async function adoptRequests(args: AdoptArguments, controlId: string, control: LibraryControl, stored: readonly StoredRequest[]): Promise<{ written: number; retired: number }> {
  const { tx, context, now, input } = args;
  const askedSince = input.effectiveFrom !== undefined && input.effectiveFrom < now ? input.effectiveFrom : now;
  const { organizationId } = context;
  let written = 0;
  for (const [position, request] of control.evidenceRequests.entries()) {
    const asked: AskedRequest = {
      key: request.key, position, title: request.title, guidance: request.asks,
      freshnessDays: request.freshnessDays, sourceKinds: request.accepts,
    };
    const known = stored.find((one) => one.key === request.key);
    if (known === undefined) {
      await insertRequest(tx, organizationId, { ...asked, id: newId("erq", now.getTime()), controlId, createdAt: askedSince });
    } else if (isSame(known, asked)) {
      continue;
    } else {
      const until = known.lastGoodAt === null ? null : freshUntil(known.lastGoodAt, asked.freshnessDays);
      await updateRequest(tx, organizationId, known.id, { ...asked, retiredAt: null, freshUntil: until });
    }
    written += 1;
  }
  const keys = new Set(control.evidenceRequests.map((one) => one.key));
  const gone = stored.filter((one) => one.retiredAt === null && !keys.has(one.key));
  for (const one of gone) await retireRequest(tx, organizationId, one.id, now);
  return { written, retired: gone.length };
}

function isSame(stored: StoredRequest, asked: AskedRequest): boolean {
  return stored.retiredAt === null && stored.position === asked.position && stored.title === asked.title && stored.guidance === asked.guidance
    && stored.freshnessDays === asked.freshnessDays && stored.sourceKinds.join() === asked.sourceKinds.join();
}
