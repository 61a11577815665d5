import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PacketTable } from "#app/_packet/packet-table.tsx";
import { RefreshWhile } from "#app/_packet/refresh-while.tsx";
import { newestPager } from "#app/_portal/newest-pager.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { listControls } from "#lib/controls/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { PACKET_STATUSES, type PacketStatus } from "#lib/packets/client.ts";
import { listPackets } from "#lib/packets/index.ts";

export const metadata: Metadata = { title: "Packets" };

const STATE_WORDS: Readonly<Record<PacketStatus, string>> = { queued: "Queued", running: "Being made", sealed: "Sealed", failed: "Could not be made" };

type Place = { path: string; query: Query };
type Control = { id: string; code: string };

function filterOf(query: Query, controls: readonly Control[]) {
  const one = (name: string): string | undefined => (typeof query[name] === "string" && query[name] !== "" ? query[name] : undefined);
  return {
    status: PACKET_STATUSES.find((status) => status === one("state")),
    control: controls.find((control) => control.code === one("control")),
    cursor: one("after"),
  };
}

export default async function PacketsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const place = { path: `/${org}/packets`, query };
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const controls = (await listControls(context, { size: 200 })).rows.map((row) => ({ id: row.controlId, code: row.code }));
    const filter = filterOf(query, controls);
    const list = await listPackets(context, { status: filter.status === undefined ? undefined : [filter.status], controlId: filter.control?.id, cursor: filter.cursor });
    const underWay = list.rows.filter((row) => row.status === "queued" || row.status === "running").length;
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
          note="everything about a control and a period, sealed"
          actions={<><LinkButton href={`${place.path}/schedules`}>Schedules</LinkButton><LinkButton kind="primary" href={`${place.path}/new`}>Create packet</LinkButton></>}
        />
        <Filters place={place} filter={filter} controls={controls} chips={chips} />
        <PacketTable
          rows={list.rows}
          zone={organization.timeZone}
          hrefOf={(row) => `${place.path}/${row.id}`}
          page={newestPager(place.path, query, filter.cursor, list.nextCursor)}
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

type Filter = ReturnType<typeof filterOf>;

function Filters({ place: { path, query }, filter, controls, chips }: { place: Place; filter: Filter; controls: readonly Control[]; chips: readonly FilterChip[] }) {
  return (
    <FilterBar>
      <FilterMenu
        label="Control"
        options={[
          { label: "Any control", href: hrefWith(path, query, { control: null }), current: filter.control === undefined },
          ...controls.map((one) => ({ label: one.code, href: hrefWith(path, query, { control: one.code }), current: filter.control?.id === one.id })),
        ]}
      />
      <FilterMenu
        label="State"
        options={[
          { label: "Any state", href: hrefWith(path, query, { state: null }), current: filter.status === undefined },
          ...PACKET_STATUSES.map((status) => ({ label: STATE_WORDS[status], href: hrefWith(path, query, { state: status }), current: filter.status === status })),
        ]}
      />
      <FilterEnd><FilterChips chips={chips} clearHref={path} /></FilterEnd>
    </FilterBar>
  );
}

function chipsOf({ path, query }: Place, filter: Filter): FilterChip[] {
  return [
    ...(filter.control === undefined ? [] : [{ field: "Control", operator: "is", value: filter.control.code, removeHref: hrefWith(path, query, { control: null }) }]),
    ...(filter.status === undefined ? [] : [{ field: "State", operator: "is", value: STATE_WORDS[filter.status], removeHref: hrefWith(path, query, { state: null }) }]),
  ];
}
