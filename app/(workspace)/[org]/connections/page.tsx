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
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { readFeed } from "#lib/alerts/index.ts";
import { readAddress, readConnection } from "#lib/connections/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { connectionList } from "./connection-list.ts";
import { ConnectionRecord } from "./connection-record.tsx";
import { mayManage } from "./may-manage.ts";

export const metadata: Metadata = { title: "Connections" };

/** Every connection with how it stands; one of them with its collectors. */
export default async function ConnectionsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/connections`;
  const connectionId = addressValue(query, "connection");
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const zone = organization.timeZone;
    const home = { label: organization.name, href: `/${org}` };
    if (connectionId !== undefined) {
      const connection = await readConnection(context, { connectionId });
      const feed = connection.collectors.some(({ yields }) => yields.includes("vendor_alert")) ? await readFeed(context, { connectionId }) : null;
      const may = mayManage(context);
      const { address } = may && connection.card?.receives === true ? await readAddress(context, { connectionId }) : { address: null };
      return (
        <PageFrame crumbs={[home, { label: "Connections", href: path }, { label: connection.name }]} facts={[{ kind: "next", label: "Next to act", value: connection.state !== "active" ? "Nobody" : connection.attention === null ? "Tickmark" : "Security, administrators" }, { kind: "sees", label: "Visible to", value: "Operations" }]}>
          <ConnectionRecord org={org} connection={connection} zone={zone} may={may} address={address} feed={feed} />
        </PageFrame>
      );
    }
    const listing = await openListing(connectionList, context, { org, query, zone });
    const attention = listing.page.rows.filter((row) => row.attention !== null).length;
    return (
      <PageFrame crumbs={[home, { label: "Connections" }]} facts={[{ kind: "next", label: "Next to act", value: attention === 0 ? "Nobody" : "Security, administrators" }, { kind: "sees", label: "Visible to", value: "Operations" }]}>
        <PageTitle
          title="Connections" note="Vendors that Tickmark collects from, each with when and how completely"
          actions={<><LinkButton href={`${path}/runs`}>Runs</LinkButton><LinkButton kind="primary" href={`${path}/new`}>{mayManage(context) ? "Connect a vendor" : "Connectors"}</LinkButton></>}
        />
        <FilterBar><FilterEnd><ListTools listing={listing} /></FilterEnd></FilterBar>
        <ListTable
          listing={listing} rowHref={(row) => hrefWith(path, {}, { connection: row.id })}
          empty={<EmptyState kind="not_connected" title="No vendor is connected" action={<LinkButton href={`${path}/new`}>See the connectors</LinkButton>}>What is collected carries its own proof: the exact questions, the account, counts, gaps, and hashes of every answer. An auditor needs no screenshot.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
