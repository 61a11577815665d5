import type { Metadata } from "next";
import { StatusCounts } from "#app/_control/status-counts.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { FrameworkTabs } from "#app/_framework/framework-tabs.tsx";
import { outlookList, outlookOf, outlookSegments, OUTLOOK_SHOWN } from "#app/_framework/outlook-list.tsx";
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
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "What it adds" };

type PageProps = { params: Promise<{ org: string; framework: string }>; searchParams: Promise<Query> };

/** What an edition would ask of the organization beyond what it does: a work list, before it is adopted and after. */
export default async function OutlookPage({ params, searchParams }: PageProps) {
  const { org, framework: key } = await params;
  const query = await searchParams;
  const shown = outlookOf(query);
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const home = `/${org}/frameworks/${key}`;
    const path = `${home}/outlook`;
    const listing = await openListing(outlookList, context, { org, query: { ...query, framework: key }, zone: organization.timeZone, path });
    const { page } = listing.page;
    const { framework, counts, through } = page;
    const name = `${framework.name} ${framework.edition}`;
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "mappings.manage");
    const left = counts.to_review + counts.missing + counts.implied;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Frameworks", href: `/${org}/frameworks` }, { label: name, href: home }, { label: "What it adds" }]}
        facts={[
          { kind: "next", label: "Next to act", value: left === 0 ? "Nobody: everything is satisfied" : `Compliance, on ${left} ${left === 1 ? framework.itemLabel : framework.itemLabelMany}` },
          { kind: "sees", label: "Visible to", value: "Your people, not auditors" },
        ]}
      >
        <PageTitle title={`What ${framework.name} would add`} note={framework.edition} />
        <FrameworkTabs path={home} current="outlook" may={{ map: may, look: true }} />
        <div className="pt-4"><StatusCounts label={`${framework.itemLabelMany} by what they would ask`} segments={outlookSegments(counts)} noun={framework.itemLabel} nouns={framework.itemLabelMany} /></div>
        <FilterBar>
          <FilterMenu label={OUTLOOK_SHOWN[shown]} options={(Object.keys(OUTLOOK_SHOWN) as (keyof typeof OUTLOOK_SHOWN)[]).map((one) => ({ label: OUTLOOK_SHOWN[one], href: hrefWith(path, query, { show: one === "work" ? null : one }), current: one === shown }))} />
          <FilterEnd>{may ? <LinkButton href={`${home}/mappings`}>Map controls</LinkButton> : null}<ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        <ListTable
          listing={listing}
          {...(may ? { rowHref: (row: { code: string }) => `${home}/mappings?view=requirements&panel=${encodeURIComponent(row.code)}` } : {})}
          empty={shown === "work"
            ? <EmptyState kind="done" title="Nothing is left to do">Controls satisfy every item of this edition.</EmptyState>
            : <EmptyState kind="no_result" title={`Nothing under “${OUTLOOK_SHOWN[shown]}”`} action={<LinkButton href={path}>Show what is to do</LinkButton>}>No item of this edition is in this state now.</EmptyState>}
        />
        <p className="max-w-[72ch] pt-4 text-xs text-muted">{through.length === 0 ? "No crosswalk leads to this edition: what is said rests on the library and on words alone." : `Crosswalks with ${through.join(", ")} were followed.`} Implied says that every item whose place this one took is satisfied, or one that asks the same or more; it counts as covered only once a mapping says so. Recalled or unverified correspondences are always to be reviewed.</p>
      </PageFrame>
    );
  });
}
