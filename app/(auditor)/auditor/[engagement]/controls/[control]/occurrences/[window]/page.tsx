import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { OccurrenceRail } from "#app/_occurrence/occurrence-rail.tsx";
import { PerformanceRecord } from "#app/_occurrence/performance-record.tsx";
import { windowName } from "#app/_occurrence/window-text.ts";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readOccurrence } from "#lib/occurrences/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

type PageProps = { params: Promise<{ engagement: string; control: string; window: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Occurrence of ${(await params).control}` };
}

export default async function AuditorOccurrencePage({ params }: PageProps) {
  const { engagement: id, control: code, window } = await params;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const page = await readOccurrence(context, { controlCode: code, window });
    await noteVisit(context, { viewed: "control", subjectId: page.control.id });
    const home = `/auditor/${id}`;
    const controlHref = `${home}/controls/${code}`;
    return (
      <PageFrame crumbs={[{ label: organization.name, href: home }, { label: "Controls", href: `${home}/controls` }, { label: code, href: controlHref }, { label: windowName(page.occurrence) }]} facts={portalFacts(engagement)}>
        <PageTitle title={page.control.title} code={code} note={windowName(page.occurrence)} />
        <WithRail rail={<OccurrenceRail page={page} controlHref={controlHref} hrefOf={(day) => `${controlHref}/occurrences/${day}`} />}>
          <p className="max-w-[70ch] text-lg text-pretty">{page.statement}</p>
          {page.performances.length === 0 ? <EmptyState kind="no_result" title="No performance is recorded">What the organization records for this window appears here.</EmptyState> : null}
          {page.performances.map((one) => <PerformanceRecord key={one.id} performance={one} standing={one.id === page.standingId} zone={engagement.timeZone} evidenceHref={(reference) => `${home}/evidence/${reference}`} />)}
        </WithRail>
      </PageFrame>
    );
  });
}
