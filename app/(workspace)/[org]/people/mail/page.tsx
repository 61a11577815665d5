import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { newestPager } from "#app/_notifications/newest-pager.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { listMails } from "#lib/notifications/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { PeopleTabs } from "../people-tabs.tsx";
import { MailTable } from "./mail-table.tsx";

export const metadata: Metadata = { title: "Mail" };

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const show = query["show"] === "all" ? "all" : "trouble";
  const cursor = typeof query["after"] === "string" ? query["after"] : undefined;
  const path = `/${org}/people/mail`;
  return runPage(org, async (context) => {
    const [organization, list] = [await readOrganization(context, {}), await listMails(context, { show, cursor })];
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "People", href: `/${org}/people` }, { label: "Mail" }]}
        facts={[{ kind: "next", label: "Next to act", value: show === "trouble" && list.rows.length > 0 ? "Administrators" : "Nobody" }, { kind: "sees", label: "Visible to", value: "Administrators" }]}
      >
        <PageTitle title="Mail" note="notifications that were mailed, of the last 90 days" />
        <PeopleTabs path={`/${org}/people`} current="mail" manages />
        <FilterBar>
          <FilterMenu label={show === "all" ? "Show: all" : "Show: not taken"} options={[
            { label: "Not taken by the mail server", href: hrefWith(path, query, { show: null }), current: show === "trouble" },
            { label: "All", href: hrefWith(path, query, { show: "all" }), current: show === "all" },
          ]} />
        </FilterBar>
        <MailTable
          rows={list.rows} zone={organization.timeZone} personHref={(row) => `/${org}/people/${row.memberId}`} page={newestPager(path, query, cursor, list.nextCursor)}
          empty={organization.demo ? <EmptyState kind="first" title="Demo data is not mailed">Its people have addresses that nobody has.</EmptyState>
            : show === "trouble" ? <EmptyState kind="done" title="The mail server took every mail">What it refuses, and what it could not be handed, stands here with its answer.</EmptyState>
            : <EmptyState kind="first" title="No notification was mailed yet">People hear of what concerns them as they chose, at once or once a day.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
