import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { IncidentTable } from "#app/_incident/incident-table.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { listIncidents } from "#lib/incidents/index.ts";
import { INCIDENT_STATUS_WORDS, INCIDENT_STATUSES, type IncidentStatus } from "#lib/incidents/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Incidents" };

type Query = { [name: string]: string | string[] | undefined };

export default async function IncidentsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/incidents`;
  const status = INCIDENT_STATUSES.find((value) => value === query["status"]);
  const text = typeof query["q"] === "string" && query["q"].trim() !== "" ? query["q"] : undefined;
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const page = await listIncidents(context, { status: status === undefined ? undefined : [status], text, cursor });
    const current = { status, q: text, cursor };
    const filtered = status !== undefined || text !== undefined;
    const statusOption = (value: IncidentStatus) => ({
      label: INCIDENT_STATUS_WORDS[value],
      href: hrefWith(path, current, { status: value }),
      current: status === value,
    });
    return (
      <PageFrame
        crumbs={[{ label: organization.name }, { label: "Incidents" }]}
        facts={[
          { kind: "next", label: "Next to act", value: "The assignee of each" },
          { kind: "sees", label: "Auditor sees", value: "entries shared with auditors" },
        ]}
      >
        <PageTitle title="Incidents" note="Security events that the policy calls incidents, followed until they are closed" />
        <FilterBar>
          <SearchField label="Find in titles" />
          <FilterMenu
            label="Status"
            options={[
              { label: "Any status", href: hrefWith(path, current, { status: null }), current: status === undefined },
              ...INCIDENT_STATUSES.map(statusOption),
            ]}
          />
        </FilterBar>
        <IncidentTable
          rows={page.rows}
          zone={organization.timeZone}
          hrefOf={(row) => `${path}/${row.id}`}
          page={{
            nextHref: page.nextCursor === null ? undefined : hrefWith(path, current, { cursor: page.nextCursor }),
            previousHref: cursor === undefined ? undefined : hrefWith(path, current, { cursor: null }),
          }}
          empty={
            filtered ? (
              <EmptyState kind="no_result" title="No incident matches" action={<LinkButton href={path}>Clear the filters</LinkButton>}>
                The filters above leave nothing. Other incidents may exist.
              </EmptyState>
            ) : (
              <EmptyState kind="first" title="No incident yet" action={<LinkButton href={`/${org}/alerts`}>Look at alerts</LinkButton>}>
                An incident is declared from an alert that was judged. An auditor draws a sample of them and follows each from event to closure.
              </EmptyState>
            )
          }
        />
      </PageFrame>
    );
  });
}
