import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { IncidentTable } from "#app/_incident/incident-table.tsx";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { listIncidents } from "#lib/incidents/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Incidents" };

export default async function AuditorIncidentsPage({ params, searchParams }: { params: Promise<{ engagement: string }>; searchParams: Promise<Query> }) {
  const { engagement: id } = await params;
  const query = await searchParams;
  const cursor = typeof query["after"] === "string" ? query["after"] : undefined;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const list = await listIncidents(context, { cursor });
    await noteVisit(context, { viewed: "incident_list" });
    const path = `/auditor/${id}/incidents`;
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/auditor/${id}` }, { label: "Incidents" }]} facts={portalFacts(engagement)}>
        <PageTitle title="Incidents" note="declared within the period; entries shared with auditors" />
        <IncidentTable
          rows={list.rows}
          zone={engagement.timeZone}
          hrefOf={(row) => `${path}/${row.id}`}
          page={{ nextHref: list.nextCursor === null ? undefined : hrefWith(path, query, { after: list.nextCursor }), previousHref: cursor === undefined ? undefined : hrefWith(path, query, { after: null }) }}
          empty={<EmptyState kind="first" title="No incident was declared in the period">That none is listed does not prove that none happened. A packet shows which logs were read, and which were silent.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
