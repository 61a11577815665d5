import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { addressValue } from "#app/_list/address-value.ts";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { SearchField } from "#app/_ui/search-field.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listFirings } from "#lib/alerts/index.ts";
import { COLLECTION_STATUS, type CollectionState } from "#lib/connections/client.ts";
import { readMessage } from "#lib/connections/index.ts";
import { listIncidents } from "#lib/incidents/index.ts";
import { isFoundByWords, KIND_WORDS, OBJECT_KINDS, OBJECT_SEVERITIES } from "#lib/inventory/client.ts";
import { readObject, readPopulation, type Population } from "#lib/inventory/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { countWords } from "#lib/platform/count-bound.ts";
import type { Context } from "#lib/platform/context.ts";
import { objectFilter, objectList, OPEN_WORDS, SEVERITY_WORDS } from "./object-list.ts";
import { ObjectRecord } from "./object-record.tsx";

export const metadata: Metadata = { title: "Collected" };

type Place = { org: string; path: string; query: Query; zone: string; home: { label: string; href: string } };

/** Kinds that have a tab; changes of a ticket and the like are shown with what they are about. */
const TABS = OBJECT_KINDS.filter((kind) => kind !== "ticket_event");

/** What was collected, by kind: tickets are the population of a tracker. One of them with its history. */
export default async function InventoryPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const place = { org, path: `/${org}/inventory`, query, zone: organization.timeZone, home: { label: organization.name, href: `/${org}` } };
    const objectId = addressValue(query, "object");
    return objectId === undefined ? Objects({ context, place }) : OneObject({ context, place, objectId });
  });
}

async function OneObject({ context, place: { org, path, zone, home }, objectId }: { context: Context; place: Place; objectId: string }) {
  const object = await readObject(context, { objectId });
  const message = object.kind === "message" ? await readMessage(context, { objectId }) : null;
  const firings = object.kind === "vendor_alert" ? await listFirings(context, { objectId }) : [];
  const role = context.actor.kind === "member" ? context.actor.role : null;
  const mayLink = role !== null && roleHolds(role, "incidents.manage");
  const incidents = mayLink ? (await listIncidents(context, { size: 200 })).rows.map(({ id, name, title }) => ({ value: id, label: `${name} ${title}` })) : [];
  return (
    <PageFrame crumbs={[home, { label: KIND_WORDS[object.kind as keyof typeof KIND_WORDS].many, href: hrefWith(path, {}, { kind: object.kind }) }, { label: object.code === "" ? object.externalId : object.code }]} facts={[{ kind: "sees", label: "Visible to", value: "Operations" }]}>
      <ObjectRecord org={org} object={object} firings={firings} zone={zone} path={path} incidents={incidents} mayLink={mayLink} role={role} message={message} />
    </PageFrame>
  );
}

async function Objects({ context, place }: { context: Context; place: Place }) {
  const { org, path, query, zone, home } = place;
  const filter = objectFilter(query);
  const words = KIND_WORDS[filter.kind];
  const listing = await openListing(objectList, context, { org, query, zone });
  const population = await readPopulation(context, filter);
  const filtered = filter.connectionId !== undefined || filter.open !== undefined || filter.severity !== undefined || filter.text !== undefined;
  return (
    <PageFrame crumbs={[home, { label: words.many }]} facts={[{ kind: "period", label: filtered ? "That match" : "Collected", value: countWords(population.count) }, { kind: "sees", label: "Visible to", value: "Operations" }]}>
      <PageTitle title={words.many} note="As vendors have them, each with every version that was seen" />
      <Tabs label="Kinds of what was collected" items={TABS.map((kind) => ({ label: KIND_WORDS[kind].many, href: hrefWith(path, {}, { kind }), current: kind === filter.kind }))} />
      <Listings place={place} population={population} />
      <Filters place={place} filter={filter} population={population} tools={<ListTools listing={listing} />} />
      <ListTable
        listing={listing} rowHref={(row) => hrefWith(path, {}, { object: row.id })}
        empty={filtered
          ? <EmptyState kind="no_result" title={`No ${words.one.toLowerCase()} matches`} action={<LinkButton href={hrefWith(path, {}, { kind: filter.kind })}>Clear the filters</LinkButton>}>The filters above leave nothing. Others may exist.</EmptyState>
          : <EmptyState kind="not_connected" title={`No ${words.many.toLowerCase()} were collected`} action={<LinkButton href={`/${org}/connections`}>Connections</LinkButton>}>That none are here says nothing of whether there are any: see how the connections stand.</EmptyState>}
      />
    </PageFrame>
  );
}

/** For each connection: what its last run was worth, and how the vendor's own counts compare. */
function Listings({ place: { org, zone }, population }: { place: Place; population: Population }) {
  if (population.listings.length === 0) return null;
  return (
    <Section title="Last runs" flush={false}>
      <ul className="grid gap-1 pt-2">
        {population.listings.map((one) => (
          <li key={one.connectionId} className="flex flex-wrap items-center gap-x-3">
            <Link prefetch={false} className="link" href={hrefWith(`/${org}/connections/runs`, {}, { run: one.collectionId })}>{one.connectionName}, COL-{one.number}</Link>
            <StatusInline {...COLLECTION_STATUS[one.completeness as CollectionState]} />
            <Timestamp at={one.endedAt} zone={zone} />
            {one.announced === null ? null : <span className="text-muted">the vendor counts {numberText(one.announced.total)}{one.announced.exact ? "" : ", approximately"}</span>}
            {one.secondRoute === null ? null : <span className="text-muted">another route counts {numberText(one.secondRoute.total)}{one.secondRoute.exact ? "" : ", approximately"}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Filters({ place: { path, query }, filter, population, tools }: { place: Place; filter: ReturnType<typeof objectFilter>; population: Population; tools: React.ReactNode }) {
  const any = (label: string, name: string, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: null }), current });
  const option = (name: string, value: string, label: string, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: value }), current });
  return (
    <FilterBar>
      <SearchField label={isFoundByWords(filter.kind) ? `Find by words of ${KIND_WORDS[filter.kind].code.toLowerCase()}, title or what it is about` : `Find by ${KIND_WORDS[filter.kind].code.toLowerCase()}, whole`} />
      <FilterMenu label="Connection" options={[any("Any connection", "connection", filter.connectionId === undefined), ...population.connections.map(({ id, name }) => option("connection", id, name, filter.connectionId === id))]} />
      <FilterMenu label="Open" options={[any("Open or not", "open", filter.open === undefined), option("open", "yes", OPEN_WORDS.yes, filter.open === true), option("open", "no", OPEN_WORDS.no, filter.open === false)]} />
      <FilterMenu label="Severity" options={[any("Any severity", "severity", filter.severity === undefined), ...OBJECT_SEVERITIES.map((one) => option("severity", one, SEVERITY_WORDS[one], filter.severity === one))]} />
      <FilterEnd>{tools}</FilterEnd>
    </FilterBar>
  );
}
