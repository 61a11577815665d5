import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { periodText } from "#app/_evidence/evidence-table.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { countText } from "#app/_ui/count-text.ts";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Kbd } from "#app/_ui/kbd.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { authorize } from "#lib/access/index.ts";
import { evidenceReference, SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import { listEvidence, type EvidenceRow } from "#lib/evidence/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { reviewEvidenceAction } from "../actions.ts";
import { ReviewForm } from "../review-form.tsx";
import { ReviewKeys } from "./review-keys.tsx";

export const metadata: Metadata = { title: "Review queue" };

const PER_PAGE = 20;

export default async function ReviewPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/evidence/review`;
  const cursor = typeof query["after"] === "string" ? query["after"] : undefined;
  return runPage(org, async (context) => {
    authorize(context, "evidence.review");
    const organization = await readOrganization(context, {});
    const list = await listEvidence(context, { reviewState: "awaiting", size: PER_PAGE, cursor });
    const waiting = list.awaitingReview ?? 0;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Evidence", href: `/${org}/evidence` }, { label: "Review queue" }]}
        facts={[
          { kind: "period", label: "As it stands at", value: <Timestamp at={context.clock.now()} zone={organization.timeZone} /> },
          { kind: "next", label: "Next to act", value: waiting > 0 ? "You" : "Nobody: all is judged" },
          { kind: "sees", label: "Auditor sees", value: "what you accept" },
        ]}
      >
        <PageTitle title="Review queue" note={`${countText(waiting)} to judge`} />
        <p className="pt-2 text-muted">Until it is accepted, evidence proves nothing. <Kbd>j</Kbd> and <Kbd>k</Kbd> move, <Kbd>a</Kbd> accepts, <Kbd>r</Kbd> goes to the reason and from there <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> rejects, <Kbd>Enter</Kbd> opens.</p>
        {list.rows.length === 0 ? (
          <div className="mt-6"><EmptyState kind="done" title="All evidence is judged" action={<LinkButton href={`/${org}/evidence`}>All evidence</LinkButton>}>What is submitted next will appear here.</EmptyState></div>
        ) : (
          <ul className="mt-3 grid">{list.rows.map((row) => <QueueItem key={row.id} org={org} row={row} zone={organization.timeZone} />)}</ul>
        )}
        <p className="flex gap-4 pt-4">
          {cursor === undefined ? null : <Link className="link" href={path}>Back to the newest</Link>}
          {list.nextCursor === null ? null : <Link className="link" href={hrefWith(path, query, { after: list.nextCursor })}>Older evidence</Link>}
        </p>
        <ReviewKeys />
      </PageFrame>
    );
  });
}

function QueueItem({ org, row, zone }: { org: string; row: EvidenceRow; zone: string }) {
  const name = evidenceReference(row.number);
  return (
    <li className="grid gap-x-8 gap-y-3 border-b border-line-soft py-4 lg:grid-cols-[minmax(0,1fr)_400px]" data-review-item>
      <div className="min-w-0">
        <h2 className="text-base"><Link href={`/${org}/evidence/${name}`} data-review-link>{row.title}</Link> <span className="mono font-normal text-muted">{name}</span></h2>
        <div className="mt-2">
          <KeyValue
            items={[
              { key: "Source", value: `${SOURCE_KIND_WORDS[row.sourceKind]}${row.fileName === null ? "" : `, ${row.fileName}`}${row.byteLength === null ? "" : `, ${sizeText(Number(row.byteLength))}`}` },
              { key: "Speaks for", value: periodText(row, zone) },
              { key: "Collected", value: <Timestamp at={row.collectedAt} zone={zone} /> },
              { key: "Submitted", value: <>{row.submitter}, <Timestamp at={row.recordedAt} zone={zone} /></> },
              { key: "Answers", value: <ul>{row.answers.map((answer) => <li key={answer.requestId}><span className="mono">{answer.controlCode}</span> {answer.requestTitle}</li>)}</ul> },
            ]}
          />
        </div>
      </div>
      {row.ownWork ? <p className="text-muted">You submitted this. Somebody else has to review it.</p>
        : <ReviewForm action={reviewEvidenceAction.bind(null, org)} evidence={{ id: row.id, name, state: row.reviewState }} keys />}
    </li>
  );
}
