import { addressValue } from "#app/_list/address-value.ts";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import { SourceKind } from "#prisma/generated/enums.ts";

/** Where the inbox stands: its address, the organization's zone, and what it is filtered by. */
export type InboxPlace = { org: string; path: string; query: Query; zone: string };

/** What an address of the inbox filters by. */
export function inboxFilter(query: Query) {
  const source = addressValue(query, "source");
  return { controlCode: addressValue(query, "control"), sourceKind: Object.values(SourceKind).find((kind) => kind === source) };
}

/** The address of one item of the inbox, on the page of the list that is shown. */
export function itemHref({ path, query }: InboxPlace, number: number, done: string | null = null): string {
  return hrefWith(path, query, { item: evidenceReference(number), done, after: addressValue(query, "after") ?? null });
}

/** What was decided last, from the address: "EV-12.accepted". */
export function doneOf(query: Query): { reference: string; state: "accepted" | "rejected" } | null {
  const match = /^(EV-\d{1,9})\.(accepted|rejected)$/.exec(addressValue(query, "done") ?? "");
  return match?.[1] === undefined ? null : { reference: match[1], state: match[2] === "accepted" ? "accepted" : "rejected" };
}
