import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { countText } from "#app/_ui/count-text.ts";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listDelegations, type Delegations } from "#lib/delegation/index.ts";
import { readMyWork } from "#lib/my-work/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { isLate } from "#lib/overview/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { GivenSection } from "./given-section.tsx";
import { NextTask } from "./next-task.tsx";
import { ReviewSection } from "./review-section.tsx";
import { TaskList } from "./task-list.tsx";
import { filterWork } from "./work-filter.ts";

export const metadata: Metadata = { title: "My work" };

const NEXT = 3;

export default async function MyWorkPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const work = await readMyWork(context, {});
    const delegations = mayDelegate(context) ? await listDelegations(context, {}) : null;
    const now = context.clock.now();
    const late = work.tasks.filter((task) => isLate(task, now)).length;
    const reviews = work.toReview.total + work.performed.total + work.drafts.total + work.rules.total + work.toVerify.total;
    const filter = filterWork(query);
    const isFiltered = filter.kind !== undefined || filter.whose !== undefined || filter.from > 0;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "My work" }]}
        facts={[{ kind: "next", label: "Next to act", value: work.tasks.length === 0 ? "Nobody" : "You" }, { kind: "sees", label: "Visible to", value: "You" }]}
      >
        <PageTitle
          title="My work"
          note={`${work.tasks.length} owed, ${late} late${reviews === 0 ? "" : `, ${countText(reviews)} to review`}`}
          {...(delegations === null ? {} : { actions: <LinkButton href={`/${org}/my-work/away`}>Away and delegated</LinkButton> })}
        />
        {delegations === null ? null : <AwayBanner delegations={delegations} org={org} />}
        {isFiltered ? null : (
          <Section title="Next" count={work.tasks.length === 0 ? undefined : `${Math.min(NEXT, work.tasks.length)} of ${work.tasks.length}`} flush={false}>
            {work.tasks.length === 0 ? (
              <EmptyState kind="done" title="You owe nothing">No evidence request of yours is late or due soon, and nothing is assigned to you.</EmptyState>
            ) : (
              <ol className="task-list">
                {work.tasks.slice(0, NEXT).map((task) => <NextTask key={`${task.kind}-${task.id}`} task={task} org={org} zone={organization.timeZone} now={now} />)}
              </ol>
            )}
          </Section>
        )}
        {isFiltered ? null : <ReviewSection work={work} org={org} zone={organization.timeZone} />}
        {work.tasks.length === 0 ? null : <TaskList tasks={work.tasks} filter={filter} query={query} org={org} zone={organization.timeZone} now={now} delegations={delegations} />}
        {delegations === null || isFiltered ? null : <GivenSection given={work.given} delegations={delegations} org={org} zone={organization.timeZone} now={now} />}
      </PageFrame>
    );
  });
}

function mayDelegate({ actor }: Context): boolean {
  return actor.kind === "member" && roleHolds(actor.role, "my_work.delegate");
}

/** That one is away now, or somebody counts on one: what a reader has to know before they wonder where tasks went. */
function AwayBanner({ delegations, org }: { delegations: Delegations; org: string }) {
  const away = delegations.given.find((one) => one.subjectName === null && one.holds);
  if (away === undefined) return null;
  const action = <LinkButton href={`/${org}/my-work/away`}>Change</LinkButton>;
  const days = formatDays(away.firstDay, away.lastDay);
  if (away.standInAway || away.standInLeft) return <Banner tone="caution" title={`You are away ${days}, and nobody stands in`} action={action}>{away.standInName} {away.standInLeft ? "has left" : "is away too"}, so what falls to you is still yours. Choose somebody else.</Banner>;
  return <Banner tone="info" title={`You are away ${days}`} action={action}>{away.standInName} stands in for you. What their role does not allow stays here.</Banner>;
}
