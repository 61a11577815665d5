import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { incidentFilter, incidentList } from "#app/_incident/incident-list.ts";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { INCIDENT_STATUS_WORDS, INCIDENT_STATUSES, type IncidentStatus } from "#lib/incidents/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Incidents" };

export default async function IncidentsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/incidents`;
  const { status, text } = incidentFilter(query);
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(incidentList, context, { org, query, zone: organization.timeZone });
    const filtered = status !== undefined || text !== undefined;
    const statusOption = (value: IncidentStatus) => ({
      label: INCIDENT_STATUS_WORDS[value],
      href: hrefWith(path, query, { status: value }),
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
        <PageTitle title="Incidents" term={<Term word="incident" helpHref={`/${org}/help`} />} note="Security events that the policy calls incidents, followed until they are closed" />
        <FilterBar>
          <SearchField label="Find in titles" />
          <FilterMenu
            label="Status"
            options={[
              { label: "Any status", href: hrefWith(path, query, { status: null }), current: status === undefined },
              ...INCIDENT_STATUSES.map(statusOption),
            ]}
          />
          <FilterEnd><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        <ListTable
          listing={listing}
          rowHref={(row) => `${path}/${row.id}`}
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
