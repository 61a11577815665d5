import type { Metadata } from "next";
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
import { roleHolds } from "#lib/access/index.ts";
import { COLLECTION_STATES } from "#lib/connections/client.ts";
import { listConnections, readCollection, readStoredCopy, remakeRows } from "#lib/connections/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { RUN_STATE_WORDS, runFilter, runList } from "./run-list.ts";
import { RunRecord } from "./run-record.tsx";
import { StoredCopy } from "./stored-copy.tsx";

export const metadata: Metadata = { title: "Collections" };

type Place = { org: string; path: string; query: Query; zone: string; home: { label: string; href: string } };

/** Runs of collectors; one of them with its record; one page of it as it is stored. */
export default async function RunsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const place = { org, path: `/${org}/connections/runs`, query, zone: organization.timeZone, home: { label: organization.name, href: `/${org}` } };
    const run = addressValue(query, "run");
    return run === undefined ? Runs({ context, place }) : OneRun({ context, place, run });
  });
}

const numberIn = (query: Query, name: string): number | undefined => {
  const text = addressValue(query, name);
  return text !== undefined && /^\d{1,8}$/.test(text) ? Number(text) : undefined;
};

async function OneRun({ context, place: { org, path, query, zone, home }, run }: { context: Context; place: Place; run: string }) {
  const collection = await readCollection(context, { collectionId: run, fromPage: numberIn(query, "from") });
  const sequence = numberIn(query, "page");
  const crumbs = [home, { label: "Connections", href: `/${org}/connections` }, { label: "Collections", href: path }];
  const facts = [{ kind: "sees" as const, label: "Visible to", value: "Operations" }];
  if (sequence !== undefined) {
    const copy = await readStoredCopy(context, { collectionId: run, sequence });
    const remade = copy.damage === null ? await remakeRows(context, { collectionId: run, sequence }) : null;
    return <PageFrame crumbs={[...crumbs, { label: `COL-${collection.number}`, href: hrefWith(path, {}, { run }) }, { label: `Page ${sequence + 1}` }]} facts={facts}><StoredCopy copy={copy} remade={remade} zone={zone} path={path} /></PageFrame>;
  }
  const maySubmit = context.actor.kind === "member" && roleHolds(context.actor.role, "evidence.submit");
  return <PageFrame crumbs={[...crumbs, { label: `COL-${collection.number}` }]} facts={facts}><RunRecord org={org} run={collection} zone={zone} path={path} maySubmit={maySubmit} /></PageFrame>;
}

async function Runs({ context, place: { org, path, query, zone, home } }: { context: Context; place: Place }) {
  const listing = await openListing(runList, context, { org, query, zone });
  const filter = runFilter(query);
  const connections = await listConnections(context, {});
  const any = (label: string, name: string, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: null }), current });
  return (
    <PageFrame crumbs={[home, { label: "Connections", href: `/${org}/connections` }, { label: "Collections" }]} facts={[{ kind: "next", label: "Next to act", value: "Tickmark" }, { kind: "sees", label: "Visible to", value: "Operations" }]}>
      <PageTitle title="Collections" note="Each run of a collector, with what proves that nothing is missing" />
      <FilterBar>
        <FilterMenu label="Connection" options={[any("Any connection", "connection", filter.connectionId === undefined), ...connections.map(({ id, name }) => ({ label: name, href: hrefWith(path, query, { connection: id }), current: filter.connectionId === id }))]} />
        <FilterMenu label="State" options={[any("Any state", "state", filter.completeness === undefined), ...COLLECTION_STATES.map((state) => ({ label: RUN_STATE_WORDS[state], href: hrefWith(path, query, { state }), current: filter.completeness === state }))]} />
        <FilterEnd><ListTools listing={listing} /></FilterEnd>
      </FilterBar>
      <ListTable
        listing={listing} rowHref={(row) => hrefWith(path, {}, { run: row.id })}
        empty={filter.connectionId === undefined && filter.completeness === undefined
          ? <EmptyState kind="first" title="Nothing was collected yet" action={<LinkButton href={`/${org}/connections/new`}>See the connectors</LinkButton>}>Each run keeps what it asked, of whom, how many came, what is missing, and hashes of every answer.</EmptyState>
          : <EmptyState kind="no_result" title="No run matches" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave nothing. Other runs may exist.</EmptyState>}
      />
    </PageFrame>
  );
}
