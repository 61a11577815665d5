import type { Metadata } from "next";
import { StatusCounts } from "#app/_control/status-counts.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { APPLICABILITY_SHOWN, applicabilityList, applicabilityShown } from "#app/_framework/applicability-list.tsx";
import { FrameworkTabs } from "#app/_framework/framework-tabs.tsx";
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
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import type { ApplicabilityPage } from "#lib/applicability/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { decideAction, issueAction } from "./actions.ts";
import { DecideForm, IssueForm } from "./decide-form.tsx";

export const metadata: Metadata = { title: "Statement of applicability" };

type PageProps = { params: Promise<{ org: string; framework: string }>; searchParams: Promise<Query> };

const FORM = "applicability";

/** What applies of an edition and why; the statement of it, issued in versions. */
export default async function ApplicabilityRecordPage({ params, searchParams }: PageProps) {
  const { org, framework: key } = await params;
  const query = await searchParams;
  const shown = applicabilityShown(query);
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const home = `/${org}/frameworks/${key}`;
    const path = `${home}/applicability`;
    const listing = await openListing(applicabilityList, context, { org, query: { ...query, framework: key }, zone: organization.timeZone, path });
    const { page } = listing.page;
    const { framework, counts, issued } = page;
    const name = `${framework.name} ${framework.edition}`;
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "mappings.manage");
    const table = (
      <ListTable
        listing={listing} {...(may ? { select: { form: FORM, label: (row: { code: string; title: string }) => `${row.code} ${row.title}` } } : {})}
        empty={<EmptyState kind="no_result" title={`Nothing under “${APPLICABILITY_SHOWN[shown]}”`} action={<LinkButton href={path}>Show every item</LinkButton>}>No item of this edition is in this state now.</EmptyState>}
      />
    );
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Frameworks", href: `/${org}/frameworks` }, { label: name, href: home }, { label: "Applicability" }]}
        facts={[
          { kind: "next", label: "Next to act", value: counts.undecided === 0 ? "Nobody: each item is decided" : `Compliance, on ${counts.undecided} not decided` },
          { kind: "sees", label: "Visible to", value: "Your people; hand auditors the issued file" },
        ]}
      >
        <PageTitle title="Statement of applicability" note={name} />
        <FrameworkTabs path={home} current="applicability" may={{ map: may, look: true }} />
        <StatusCounts
          label="Items by applicability" noun={framework.itemLabel} nouns={framework.itemLabelMany}
          segments={[
            { label: "applicable and implemented", count: counts.implemented, tone: "info", glyph: "review" },
            { label: "applicable, not implemented whole", count: counts.applicable - counts.implemented, tone: "caution", look: "outline", glyph: "partial" },
            { label: "excluded", count: counts.excluded, tone: "inert", look: "hatch", glyph: "na" },
            { label: "not decided", count: counts.undecided, tone: "inert", look: "open", glyph: "never" },
          ]}
        />
        <FilterBar>
          <FilterMenu label={APPLICABILITY_SHOWN[shown]} options={(Object.keys(APPLICABILITY_SHOWN) as (keyof typeof APPLICABILITY_SHOWN)[]).map((one) => ({ label: APPLICABILITY_SHOWN[one], href: hrefWith(path, query, { show: one === "all" ? null : one }), current: one === shown }))} />
          <FilterEnd><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        {may ? <DecideForm id={FORM} action={decideAction.bind(null, org)} frameworkKey={key}>{table}</DecideForm> : table}
        <p className="max-w-[72ch] pt-4 text-xs text-muted">Implemented says that a control satisfies the item; in part, that controls (+) contribute and none satisfies it. The status is that of their evidence and no part of the decision.</p>
        <Section title="Issued" count={issued.length === 0 ? "nothing yet" : issued.length} flush={false}>
          <Issued page={page} org={org} zone={organization.timeZone} />
          {may ? <IssueForm action={issueAction.bind(null, org)} frameworkKey={key} version={(issued[0]?.version ?? 0) + 1} undecided={counts.undecided} /> : null}
        </Section>
      </PageFrame>
    );
  });
}

function Issued({ page: { issued, framework }, org, zone }: { page: ApplicabilityPage; org: string; zone: string }) {
  return (
    <ul>
      {issued.map((one) => (
        <li key={one.version} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line-soft py-2">
          <span className="font-medium">Version {one.version}</span>
          <span className="text-muted"><Timestamp at={one.issuedAt} zone={zone} /></span>
          {["pdf", "xlsx"].map((format) => <a key={format} className="link" href={`/api/statements/${org}/${framework.key}/${one.version}/${format}`} download>{format.toUpperCase()}</a>)}
        </li>
      ))}
    </ul>
  );
}
