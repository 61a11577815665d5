import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing, type Listing } from "#app/_list/open-listing.ts";
import { packetFilter, packetList, PACKET_STATE_WORDS } from "#app/_packet/packet-list.ts";
import { RefreshWhile } from "#app/_packet/refresh-while.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { PACKET_STATUSES } from "#lib/packets/client.ts";
import type { PacketListRow } from "#lib/packets/index.ts";

export const metadata: Metadata = { title: "Packets" };

type Place = { path: string; query: Query };
type Filter = ReturnType<typeof packetFilter>;
type Packets = Listing<PacketListRow, { controls: { id: string; code: string }[] }>;

export default async function PacketsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const place = { path: `/${org}/packets`, query };
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const filter = packetFilter(query);
    const listing = await openListing(packetList, context, { org, query, zone: organization.timeZone });
    const underWay = listing.page.rows.filter((row) => row.status === "queued" || row.status === "running").length;
    const chips = chipsOf(place, filter);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Packets" }]}
        facts={[
          { kind: "period", label: "As it stands at", value: <Timestamp at={context.clock.now()} zone={organization.timeZone} /> },
          { kind: "next", label: "Next to act", value: underWay > 0 ? `Tickmark, making ${underWay}` : "Nobody" },
          { kind: "sees", label: "Auditor sees", value: "sealed packets made for the engagement" },
        ]}
      >
        <PageTitle
          title="Packets"
          term={<Term word="packet" helpHref={`/${org}/help`} />}
          note="everything about a control and a period, sealed"
          actions={<><LinkButton href={`${place.path}/schedules`}>Schedules</LinkButton><LinkButton kind="primary" href={`${place.path}/new`}>Create packet</LinkButton></>}
        />
        <Filters place={place} filter={filter} listing={listing} chips={chips} />
        <ListTable
          listing={listing}
          rowHref={(row) => `${place.path}/${row.id}`}
          empty={
            chips.length > 0 ? (
              <EmptyState kind="no_result" title="No packet matches" action={<LinkButton href={place.path}>Clear the filters</LinkButton>}>The filters above leave nothing. Other packets may exist.</EmptyState>
            ) : (
              <EmptyState kind="first" title="No packet yet" action={<LinkButton kind="primary" href={`${place.path}/new`}>Create packet</LinkButton>}>
                A packet holds the evidence, alerts, incidents and logs of one control and period, with a report and a hash of every file. An auditor checks it alone, offline, with tools that are not ours.
              </EmptyState>
            )
          }
        />
        <RefreshWhile active={underWay > 0} />
      </PageFrame>
    );
  });
}

function Filters({ place: { path, query }, filter, listing, chips }: { place: Place; filter: Filter; listing: Packets; chips: readonly FilterChip[] }) {
  return (
    <FilterBar>
      <FilterMenu
        label="Control"
        options={[
          { label: "Any control", href: hrefWith(path, query, { control: null }), current: filter.controlCode === undefined },
          ...listing.page.controls.map((one) => ({ label: one.code, href: hrefWith(path, query, { control: one.code }), current: filter.controlCode === one.code })),
        ]}
      />
      <FilterMenu
        label="State"
        options={[
          { label: "Any state", href: hrefWith(path, query, { state: null }), current: filter.status === undefined },
          ...PACKET_STATUSES.map((status) => ({ label: PACKET_STATE_WORDS[status], href: hrefWith(path, query, { state: status }), current: filter.status === status })),
        ]}
      />
      <FilterEnd><FilterChips chips={chips} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
    </FilterBar>
  );
}

function chipsOf({ path, query }: Place, filter: Filter): FilterChip[] {
  return [
    ...(filter.controlCode === undefined ? [] : [{ field: "Control", operator: "is", value: filter.controlCode, removeHref: hrefWith(path, query, { control: null }) }]),
    ...(filter.status === undefined ? [] : [{ field: "State", operator: "is", value: PACKET_STATE_WORDS[filter.status], removeHref: hrefWith(path, query, { state: null }) }]),
  ];
}
