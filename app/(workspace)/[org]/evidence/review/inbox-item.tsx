import Link from "next/link";
import { EvidenceRecord } from "#app/_evidence/evidence-record.tsx";
import { inStead } from "#app/_evidence/in-stead.ts";
import { periodText } from "#app/_evidence/evidence-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { evidenceReference, SOURCE_KIND_WORDS, whyNotAcceptable } from "#lib/evidence/client.ts";
import type { EvidencePage } from "#lib/evidence/index.ts";
import type { PreviewOffer } from "#lib/preview/index.ts";
import { decideInInboxAction } from "../actions.ts";
import { evidencePlaces } from "../evidence-places.ts";
import { DecideBar } from "./decide-bar.tsx";
import type { InboxPlace } from "./inbox-place.ts";

type Neighbours = { position: number; previous: string | null; next: string | null; /** How many others this page of the list shows. */ others: number };
type Props = { place: InboxPlace; item: EvidencePage; neighbours: Neighbours; preview: PreviewOffer | null; /** Whether a decision led here. */ returned: boolean };

/** One evidence that waits: what it is, what was found in it, whom it serves, and the decision at the thumb. */
export function InboxItem({ place, item, neighbours, preview, returned }: Props) {
  const { org, path, query, zone } = place;
  const name = evidenceReference(item.number);
  const waits = item.reviewState === "awaiting";
  return (
    <section className="triage-detail" aria-label={name}>
      <div className="triage-scroll">
        <Link className="link triage-back" href={hrefWith(path, query, { item: null, done: null })}>Back to the inbox</Link>
        <header className="triage-detail-head">
          <p className="font-mono text-xs text-muted">{name}</p>
          <h2 id="inbox-item" tabIndex={-1} className="triage-detail-title"><Link href={`/${org}/evidence/${name}`}>{item.title}</Link></h2>
        </header>
        <dl className="triage-facts">
          <Fact name="Source">{SOURCE_KIND_WORDS[item.sourceKind]}</Fact>
          <Fact name="Speaks for">{periodText(item, zone)}</Fact>
          <Fact name="Collected"><Timestamp at={item.collectedAt} zone={zone} /></Fact>
          <Fact name="Submitted">{inStead(item.submitter, item.insteadOf)}, <Timestamp at={item.recordedAt} zone={zone} /></Fact>
          {waits ? null : <Fact name="Review"><StatusInline status={item.reviewState === "accepted" ? "accepted" : "rejected"} /></Fact>}
        </dl>
        <EvidenceRecord page={item} zone={zone} places={{ ...evidencePlaces(org, item), preview }} />
      </div>
      <DecideBar
        action={decideInInboxAction.bind(null, org)}
        evidence={{ id: item.id, name, waits, own: item.ownWork, refusal: whyNotAcceptable(item) }}
        replaceable={item.couldReplace.map((one) => ({ id: one.id, name: evidenceReference(one.number), title: one.title }))}
        previousHref={neighbours.previous} nextHref={neighbours.next} homeHref={hrefWith(path, query, { item: null, done: null })}
        focus={returned}
      />
    </section>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return <div><dt className="text-muted">{name}</dt><dd>{children}</dd></div>;
}

/** When nothing waits, or nothing was chosen. */
export function NoItem({ org, ownWaiting }: { org: string; ownWaiting: number }) {
  return (
    <section className="triage-detail" aria-label="No evidence chosen">
      <div className="triage-scroll">
        <EmptyState kind="done" title="Nothing waits for you" action={<Link className="link" href={`/${org}/evidence`}>All evidence</Link>}>
          {ownWaiting === 0 ? "Evidence that others submit is judged here, one after the other." : "What waits is your own; somebody else has to review it."}
        </EmptyState>
      </div>
    </section>
  );
}
