import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { addressValue } from "#app/_list/address-value.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { countText } from "#app/_ui/count-text.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { authorize } from "#lib/access/index.ts";
import { listControlNames } from "#lib/controls/index.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import { listInbox, readEvidence } from "#lib/evidence/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { offerPreview } from "#lib/preview/index.ts";
import { InboxItem, NoItem } from "./inbox-item.tsx";
import { InboxList } from "./inbox-list.tsx";
import { doneOf, inboxFilter, itemHref } from "./inbox-place.ts";

export const metadata: Metadata = { title: "Review inbox" };

/** More controls than this are no menu. */
const MOST_IN_A_MENU = 80;

export default async function InboxPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    authorize(context, "evidence.review");
    const organization = await readOrganization(context, {});
    const place = { org, path: `/${org}/evidence/review`, query, zone: organization.timeZone };
    const filter = inboxFilter(query);
    const inbox = await listInbox(context, { ...filter, cursor: addressValue(query, "after") });
    const codes = (await listControlNames(context, { most: MOST_IN_A_MENU })).map((one) => one.code);
    const asked = addressValue(query, "item");
    const first = inbox.rows[0];
    const reference = asked ?? (first === undefined ? undefined : evidenceReference(first.number));
    const item = reference === undefined ? null : await readEvidence(context, { reference });
    const at = inbox.rows.findIndex((row) => row.id === item?.id);
    const hrefAt = (index: number): string | null => (inbox.rows[index] === undefined ? null : itemHref(place, inbox.rows[index].number));
    const neighbours = { position: at + 1, previous: at > 0 ? hrefAt(at - 1) : null, next: hrefAt(at + 1), others: inbox.rows.length - (at < 0 ? 0 : 1) };
    const done = doneOf(query);
    return (
      <PageFrame
        flush
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Evidence", href: `/${org}/evidence` }, { label: "Review inbox" }]}
        facts={[
          { kind: "next", label: "Next to act", value: inbox.waiting > 0 ? `You, on ${countText(inbox.waiting)}` : "Nobody: all is judged" },
          { kind: "sees", label: "Auditor sees", value: "what you accept" },
        ]}
      >
        <div className="inbox-page">
          <p role="status" className={done === null ? "sr-only" : "inbox-done"}>{done === null ? "" : <>{done.reference} {done.state}. <Link className="link" href={`/${org}/evidence/${done.reference}`}>Look again or take it back</Link></>}</p>
          <div className="triage inbox" data-chosen={asked === undefined ? undefined : true}>
            <InboxList place={place} inbox={inbox} filter={filter} codes={codes} chosenId={item?.id} />
            {item === null ? <NoItem org={org} ownWaiting={inbox.ownWaiting} /> : <InboxItem key={item.id} place={place} item={item} neighbours={neighbours} preview={offerPreview(context, item)} returned={done !== null} />}
          </div>
        </div>
      </PageFrame>
    );
  });
}
