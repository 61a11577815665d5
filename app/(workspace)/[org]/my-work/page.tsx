import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { OwedTable } from "#app/_overview/owed-table.tsx";
import { owedHref, owedWord } from "#app/_overview/owed-place.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { statusFacts } from "#lib/status/client.ts";
import { readMyWork, type MyWork, type Task } from "#lib/my-work/index.ts";
import { isLate } from "#lib/overview/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "My work" };

const NEXT = 3;

export default async function MyWorkPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const work = await readMyWork(context, {});
    const now = context.clock.now();
    const late = work.tasks.filter((task) => isLate(task, now)).length;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "My work" }]}
        facts={[{ kind: "next", label: "Next to act", value: work.tasks.length === 0 ? "Nobody" : "You" }, { kind: "sees", label: "Visible to", value: "You" }]}
      >
        <PageTitle title="My work" note={`${work.tasks.length} owed, ${late} late${reviewsOf(work) === 0 ? "" : `, ${reviewsOf(work)} to review`}`} />
        <Section title="Next" count={work.tasks.length === 0 ? undefined : `${Math.min(NEXT, work.tasks.length)} of ${work.tasks.length}`} flush={false}>
          {work.tasks.length === 0 ? (
            <EmptyState kind="done" title="You owe nothing">No evidence request of yours is late or due soon, and nothing is assigned to you.</EmptyState>
          ) : (
            <ol className="task-list">
              {work.tasks.slice(0, NEXT).map((task) => <NextTask key={`${task.kind}-${task.id}`} task={task} org={org} zone={organization.timeZone} now={now} />)}
            </ol>
          )}
        </Section>
        <ReviewSection work={work} org={org} zone={organization.timeZone} />
        {work.tasks.length > NEXT ? (
          <Section title="After that" count={work.tasks.length - NEXT}>
            <OwedTable caption="Later tasks" items={work.tasks.slice(NEXT)} org={org} zone={organization.timeZone} now={now} withOwner={false} empty={null} />
          </Section>
        ) : null}
      </PageFrame>
    );
  });
}

const ACTS: Readonly<Record<Task["kind"], string>> = { evidence_request: "Add evidence", occurrence: "Perform", alert: "Judge alert", incident: "Open incident" };

function NextTask({ task, org, zone, now }: { task: Task; org: string; zone: string; now: Date }) {
  const { word } = statusFacts(task.status);
  const act = ACTS[task.kind];
  const href = task.kind === "evidence_request" ? `/${org}/evidence/new?request=${task.id}` : owedHref(org, task);
  return (
    <li>
      <div className="task-text">
        <p className="font-semibold"><Link href={owedHref(org, task)}>{task.title}</Link></p>
        <p className="text-muted">
          <span className="font-mono text-xs">{task.code}</span>{" · "}
          {task.dueAt === null ? "no date yet" : <>{isLate(task, now) ? "was due " : "due "}<Timestamp at={task.dueAt} zone={zone} show="minute" /></>}
        </p>
        {task.collected.length === 0 ? null : (
          <p className="text-muted">
            Already collected:{" "}
            {task.collected.map((segment, index) => (
              <span key={segment.id}>{index === 0 ? "" : "; "}<Link className="link" href={`/${org}/evidence/new?request=${task.id}&source=log_segment:${segment.id}`}>{segment.sourceName}, {segment.fileName}</Link> ({numberText(segment.lines)} lines)</span>
            ))}
          </p>
        )}
      </div>
      <StatusInline status={task.status} word={owedWord(task, word)} />
      <LinkButton href={href}>{act}</LinkButton>
    </li>
  );
}

function reviewsOf({ toReview, performed }: MyWork): number {
  return toReview.total + performed.total;
}

function ReviewSection({ work, org, zone }: { work: MyWork; org: string; zone: string }) {
  if (reviewsOf(work) === 0) return null;
  return (
    <Section title="To review" count={reviewsOf(work)} aside={<Link className="link" href={`/${org}/evidence/review`}>Review queue</Link>} flush={false}>
      <ul className="task-list">
        {work.toReview.items.map((item) => (
          <li key={item.id}>
            <div className="task-text"><Link href={`/${org}/evidence/${item.id}`}>{item.title}</Link> <span className="font-mono text-xs text-muted">EV-{item.number}</span></div>
            <StatusInline status="needs_review" />
            <Timestamp at={item.collectedAt} zone={zone} show="day" />
          </li>
        ))}
        {work.performed.items.map((item) => (
          <li key={item.id}>
            <div className="task-text"><Link href={`/${org}/controls/${item.code}/occurrences/${item.windowFirstDay}`}>Performed for {formatDays(item.windowFirstDay, item.windowLastDay)}</Link> <span className="font-mono text-xs text-muted">{item.code}</span></div>
            <StatusInline status="needs_review" />
            <Timestamp at={item.recordedAt} zone={zone} show="day" />
          </li>
        ))}
      </ul>
    </Section>
  );
}
