import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { OccurrenceRail } from "#app/_occurrence/occurrence-rail.tsx";
import { PerformanceRecord } from "#app/_occurrence/performance-record.tsx";
import { windowName } from "#app/_occurrence/window-text.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { instantsOf, keptDay, pastOf } from "#app/_past/past.ts";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readFileFaults } from "#lib/evidence/index.ts";
import { readOccurrence } from "#lib/occurrences/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

type PageProps = { params: Promise<{ engagement: string; control: string; window: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Pick<PageProps, "params">): Promise<Metadata> {
  return { title: `Occurrence of ${(await params).control}` };
}

export default async function AuditorOccurrencePage({ params, searchParams }: PageProps) {
  const { engagement: id, control: code, window } = await params;
  const query = await searchParams;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const now = context.clock.now();
    const past = pastOf(query, organization.timeZone, now);
    const kept = keptDay(past);
    const page = await readOccurrence(context, { controlCode: code, window, ...instantsOf(past) });
    const faults = await readFileFaults(context, { evidenceIds: page.performances.flatMap((one) => one.evidence.map(({ id: evidenceId }) => evidenceId)) });
    await noteVisit(context, { viewed: "control", subjectId: page.control.id });
    const home = `/auditor/${id}`;
    const controlPath = `${home}/controls/${code}`;
    const controlHref = hrefWith(controlPath, {}, kept);
    return (
      <PageFrame crumbs={[{ label: organization.name, href: home }, { label: "Controls", href: `${home}/controls` }, { label: code, href: controlHref }, { label: windowName(page.occurrence) }]} facts={portalFacts(engagement)}>
        <PageTitle title={page.control.title} code={code} note={windowName(page.occurrence)} />
        <PastBar path={`${controlPath}/occurrences/${window}`} query={query} past={past} now={now} zone={organization.timeZone} first={engagement.firstDay} />
        <WithRail rail={<OccurrenceRail page={page} controlHref={controlHref} hrefOf={(day) => hrefWith(`${controlPath}/occurrences/${day}`, {}, kept)} />}>
          <p className="max-w-[70ch] pt-4 text-lg text-pretty">{page.statement}</p>
          {page.performances.length === 0 ? <EmptyState kind="no_result" title={past === undefined ? "No performance is recorded" : "Not performed by then"}>{past === undefined ? "What the organization records for this window appears here." : "Nothing that is known by the switch above had been performed on that day."}</EmptyState> : null}
          {page.performances.map((one) => <PerformanceRecord key={one.id} performance={one} standing={one.id === page.standingId} zone={engagement.timeZone} evidenceHref={(reference) => `${home}/evidence/${reference}`} faults={faults} />)}
        </WithRail>
      </PageFrame>
    );
  });
}
