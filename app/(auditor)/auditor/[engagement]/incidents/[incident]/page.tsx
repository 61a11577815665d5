import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { IncidentRail } from "#app/_incident/incident-rail.tsx";
import { IncidentRecord } from "#app/_incident/incident-record.tsx";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readIncident } from "#lib/incidents/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Incident" };

export default async function AuditorIncidentPage({ params }: { params: Promise<{ engagement: string; incident: string }> }) {
  const { engagement: id, incident: incidentId } = await params;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const incident = await readIncident(context, { incidentId });
    await noteVisit(context, { viewed: "incident", subjectId: incident.id });
    const home = `/auditor/${id}`;
    return (
      <PageFrame crumbs={[{ label: organization.name, href: home }, { label: "Incidents", href: `${home}/incidents` }, { label: incident.name }]} facts={portalFacts(engagement)}>
        <PageTitle title={incident.title} code={incident.name} />
        <WithRail rail={<IncidentRail incident={incident} zone={engagement.timeZone} />}>
          <IncidentRecord incident={incident} zone={engagement.timeZone} />
        </WithRail>
      </PageFrame>
    );
  });
}
