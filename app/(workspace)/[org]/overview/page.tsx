import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { OwedTable } from "#app/_overview/owed-table.tsx";
import { ProofChart } from "#app/_overview/proof-chart.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Figure, Figures } from "#app/_ui/figure.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { Section } from "#app/_ui/section.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { readOverview, type Overview } from "#lib/overview/index.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { BrokenTable, FreshnessSection, ObjectiveSection, ReadinessSection, WaitingSection } from "./overview-sections.tsx";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const overview = await readOverview(context, {});
    const now = context.clock.now();
    const { engagement } = overview;
    const zone = organization.timeZone;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Overview" }]}
        facts={[
          ...(engagement === null ? [] : [{ kind: "period" as const, label: engagement.label, value: formatDays(engagement.firstDay, engagement.lastDay) }]),
          { kind: "next", label: "Next to act", value: overview.waiting.people[0]?.owner ?? "Nobody" },
          { kind: "sees", label: "Visible to", value: "Everyone but employees and auditors" },
        ]}
      >
        <h1 className="sr-only">Overview of {organization.name}</h1>
        <KeyFigures overview={overview} />
        {engagement === null ? null : <ProofChart days={overview.days} total={overview.requests.total} today={dayOf(now, engagement.timeZone)} />}
        <div className="overview-columns">
          <div>
            <Section title="Overdue" count={overview.late.total}>
              <OwedTable
                caption="What is late"
                items={overview.late.items}
                org={org}
                zone={zone}
                now={now}
                empty={<EmptyState kind="done" title="Nothing is late">Everything that has a date is in time. What has no date yet stands under Waiting on.</EmptyState>}
              />
            </Section>
            <Section title="Broken" count={`${overview.broken.total} ${overview.broken.total === 1 ? "run" : "runs"} did not finish`}>
              <BrokenTable overview={overview} org={org} zone={zone} />
            </Section>
          </div>
          <div>
            <WaitingSection overview={overview} zone={zone} />
            <FreshnessSection overview={overview} />
          </div>
        </div>
        <ObjectiveSection overview={overview} org={org} />
        <ReadinessSection overview={overview} org={org} />
      </PageFrame>
    );
  });
}

function KeyFigures({ overview }: { overview: Overview }) {
  const { engagement, requests } = overview;
  return (
    <Figures>
      {engagement === null ? (
        <Figure value="No period" label="no engagement is running or planned" />
      ) : engagement.standing.phase === "before" ? (
        <Figure value={`${engagement.standing.daysToStart} days`} label={`to the start of ${engagement.label}`} />
      ) : (
        <Figure value={`${engagement.standing.daysToEnd} days`} label={`to period end · day ${engagement.standing.dayNumber} of ${engagement.standing.totalDays}`} />
      )}
      <Figure value={overview.late.total} label="overdue" />
      <Figure value={overview.broken.total} label="runs broken" />
      <Figure value={overview.waiting.total} label="things owed" />
      {requests.total === 0 ? <Figure value="Not yet known" label="no control asks for evidence yet" /> : <Figure value={requests.proven} of={requests.total} label="requests proven now" />}
    </Figures>
  );
}
