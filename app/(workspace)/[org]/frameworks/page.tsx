import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { frameworkList } from "#app/_framework/framework-list.ts";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Frameworks" };

export default async function FrameworksPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(frameworkList, context, { org, query: await searchParams, zone: organization.timeZone });
    const gaps = listing.page.rows.filter((one) => one.adoption.state === "adopted").reduce((sum, one) => sum + one.counts.onlyContributed + one.counts.unmapped, 0);
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "frameworks.manage");
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Frameworks" }]}
        facts={[
          { kind: "period", label: "Status at", value: <Timestamp at={context.clock.now()} zone={organization.timeZone} /> },
          { kind: "next", label: "Next to act", value: gaps > 0 ? `Compliance, on ${gaps} gaps` : "The owners of what is not proven" },
          { kind: "sees", label: "Auditor sees", value: "frameworks by the engagement’s controls" },
        ]}
      >
        <PageTitle title="Frameworks" term={<Term word="framework" helpHref={`/${org}/help`} />} actions={may ? <LinkButton href={`/${org}/frameworks/upload`}>Add your own</LinkButton> : undefined} note="each in one edition; a mapping never moves between editions by its number" />
        <FilterBar><FilterEnd><ListTools listing={listing} /></FilterEnd></FilterBar>
        <ListTable
          listing={listing}
          rowHref={(row) => `/${org}/frameworks/${row.key}`}
          empty={<EmptyState kind="first" title="No framework is loaded">Frameworks are loaded when Tickmark is set up. Without them no mapping can be made.</EmptyState>}
        />
        <p className="max-w-[72ch] pt-4 text-xs text-muted">A requirement is proven when every control that satisfies it is proven now. One that controls only contribute to is a gap, however good they are. Requirements that the content does not cover are named on each framework&rsquo;s page and are not counted. Gaps count in adopted editions only; mappings into others hold, and are marked.</p>
      </PageFrame>
    );
  });
}
