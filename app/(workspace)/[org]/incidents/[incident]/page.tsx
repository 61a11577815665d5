import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { IncidentRail } from "#app/_incident/incident-rail.tsx";
import { IncidentRecord } from "#app/_incident/incident-record.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readIncident } from "#lib/incidents/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { listPeople } from "#lib/people/index.ts";
import { IncidentSteps } from "./incident-steps.tsx";

export const metadata: Metadata = { title: "Incident" };

export default async function IncidentPage({ params }: { params: Promise<{ org: string; incident: string }> }) {
  const { org, incident: incidentId } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const incident = await readIncident(context, { incidentId });
    const { actor } = context;
    const role = actor.kind === "member" ? actor.role : null;
    const mayManage = role !== null && roleHolds(role, "incidents.manage");
    const mayClose = role !== null && roleHolds(role, "incidents.close");
    const people = mayManage ? await listPeople(context, { size: 200 }) : null;
    const next = incident.status === "closed" ? "Nobody" : incident.status === "resolved" ? "Somebody other than the resolver" : (incident.assignee ?? "Nobody yet: assign it");
    return (
      <PageFrame
        crumbs={[{ label: organization.name }, { label: "Incidents", href: `/${org}/incidents` }, { label: incident.name }]}
        facts={[
          { kind: "next", label: "Next to act", value: next },
          { kind: "sees", label: "Auditor sees", value: "all but internal remarks" },
        ]}
      >
        <PageTitle title={incident.title} code={incident.name} actions={<LinkButton href={`/${org}/evidence/new?source=incident:${incident.id}`}>Use as evidence</LinkButton>} />
        <WithRail rail={<IncidentRail incident={incident} zone={organization.timeZone} alertHref={(alert) => `/${org}/alerts?alert=${alert.id}`} />}>
          <IncidentRecord incident={incident} zone={organization.timeZone} />
          {mayManage || (mayClose && incident.status === "resolved") ? (
            <IncidentSteps
              org={org}
              incident={incident}
              mayManage={mayManage}
              mayClose={mayClose}
              people={(people?.rows ?? []).filter((person) => person.role !== "auditor").map((person) => ({ value: person.id, label: person.name }))}
            />
          ) : null}
        </WithRail>
      </PageFrame>
    );
  });
}
