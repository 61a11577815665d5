import type { VerbArguments } from "#lib/access/index.ts";
import { systemAnswers } from "#lib/systems/index.ts";
import { storedRequests, type StoredRequest } from "./adoption.repository.ts";
import { allControls } from "./controls.repository.ts";
import type { LibraryControl } from "./library-input.ts";
import { tailorControl, type LeftOutRequest } from "./tailor-control.ts";

/** One request that would be asked, reworded or retired. */
export type RequestChange = { code: string; key: string; title: string; before: string | null };

export type Tailoring = {
  /** Requests of library controls that are asked now. */
  asked: number;
  leftOut: LeftOutRequest[];
  /** What the answers of today would change. */
  changes: { ask: RequestChange[]; reword: RequestChange[]; retire: RequestChange[] };
};

type AdoptedControl = { id: string; control: LibraryControl; stored: StoredRequest[] };

/** The controls that came from the library, as they suit what the organization runs now, with what is stored of them. */
export async function tailoredControls(args: Pick<VerbArguments<unknown>, "tx" | "scope" | "context">, library: readonly LibraryControl[]): Promise<{ adopted: AdoptedControl[]; tailoring: Tailoring }> {
  const { tx, scope, context } = args;
  const answers = await systemAnswers(tx);
  const stored = Map.groupBy(await storedRequests(tx, context.organizationId), (one) => one.controlId);
  const ids = new Map((await allControls(tx, scope)).map((one) => [one.code, one.id]));
  const tailoring: Tailoring = { asked: 0, leftOut: [], changes: { ask: [], reword: [], retire: [] } };
  const adopted = library.flatMap((original): AdoptedControl[] => {
    const id = ids.get(original.code);
    const requests = stored.get(id ?? "") ?? [];
    // An organization's own control may have the same code: it is from the library when it was ever asked the library's requests.
    if (id === undefined || !requests.some((one) => original.evidenceRequests.some(({ key }) => key === one.key))) return [];
    const { control, leftOut } = tailorControl(original, answers);
    tailoring.leftOut.push(...leftOut);
    compare(tailoring, original, control, requests);
    return [{ id, control, stored: requests }];
  });
  return { adopted, tailoring };
}

function compare(tailoring: Tailoring, original: LibraryControl, wanted: LibraryControl, stored: readonly StoredRequest[]): void {
  const { changes } = tailoring;
  for (const { key } of original.evidenceRequests) {
    const now = stored.find((one) => one.key === key && one.retiredAt === null);
    const then = wanted.evidenceRequests.find((one) => one.key === key);
    const change = { code: original.code, key, title: then?.title ?? now?.title ?? "", before: now?.title ?? null };
    if (now !== undefined) tailoring.asked += 1;
    if (now === undefined && then !== undefined) changes.ask.push(change);
    else if (now !== undefined && then === undefined) changes.retire.push(change);
    else if (now !== undefined && then !== undefined && (now.title !== then.title || now.guidance !== then.asks)) changes.reword.push(change);
  }
}
