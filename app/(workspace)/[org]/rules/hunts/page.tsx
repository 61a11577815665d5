import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { HUNT_STATUSES } from "#lib/hunts/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { HUNT_STATUS_WORDS } from "./hunt-state.tsx";
import { huntFilter, huntList } from "./hunt-list.tsx";

export const metadata: Metadata = { title: "Retro-hunts" };

export default async function HuntsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const { name, timeZone } = await readOrganization(context, {});
    const listing = await openListing(huntList, context, { org, query, zone: timeZone });
    const { status } = huntFilter(query);
    const path = `/${org}/rules/hunts`;
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "hunts.run");
    const begin = may ? <LinkButton kind="primary" href={`${path}/new`}>New retro-hunt</LinkButton> : undefined;
    const states = [{ label: "Any state", href: hrefWith(path, query, { state: null }), current: status === undefined }, ...HUNT_STATUSES.map((one) => ({ label: HUNT_STATUS_WORDS[one], href: hrefWith(path, query, { state: one }), current: status === one }))];
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Rules", href: `/${org}/rules` }, { label: "Retro-hunts" }]}
        facts={[{ kind: "next", label: "Next to act", value: "Security: matches become alerts when somebody raises them" }, { kind: "sees", label: "Auditor sees", value: "alerts that were raised" }]}
      >
        <PageTitle title="Retro-hunts" term={<Term word="retro-hunt" helpHref={`/${org}/help`} />} note="Rules run over logs that are stored already; what they find is kept apart from alerts" actions={begin} />
        <FilterBar>
          <FilterMenu label="State" options={states} />
          <FilterEnd><FilterChips chips={status === undefined ? [] : [{ field: "State", operator: "is", value: HUNT_STATUS_WORDS[status], removeHref: hrefWith(path, query, { state: null }) }]} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        <ListTable
          listing={listing} rowHref={(row) => `${path}/${row.id}`}
          empty={status === undefined
            ? <EmptyState kind="first" title="Nobody has looked back yet" action={begin}>A new rule sees what comes from now on. A retro-hunt runs it over the logs of the days before, segment by segment, and says what it could not read.</EmptyState>
            : <EmptyState kind="no_result" title="No retro-hunt matches" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filter above leaves nothing. Others may exist.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
