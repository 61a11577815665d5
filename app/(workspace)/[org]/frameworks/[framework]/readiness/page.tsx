import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { BurnDown } from "#app/_framework/burn-down.tsx";
import { FrameworkTabs } from "#app/_framework/framework-tabs.tsx";
import { periodAsked, readinessList } from "#app/_framework/readiness-list.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Figure, Figures } from "#app/_ui/figure.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { quarterOf } from "#lib/evidence/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { addDays, daysIncluded } from "#lib/platform/zoned-time.ts";
import type { ReadinessPage } from "#lib/readiness/index.ts";

export const metadata: Metadata = { title: "Readiness" };

type PageProps = { params: Promise<{ org: string; framework: string }>; searchParams: Promise<Query> };

/** How ready an edition is in a period: what is proven, by what, how long of it, what is not known; and how that went. */
export default async function ReadinessPageOf({ params, searchParams }: PageProps) {
  const { org, framework: key } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const home = `/${org}/frameworks/${key}`;
    const path = `${home}/readiness`;
    const listing = await openListing(readinessList, context, { org, query: { ...query, framework: key }, zone: organization.timeZone, path });
    const { page } = listing.page;
    const asked = periodAsked(query);
    const { framework, counts, period } = page;
    const name = `${framework.name} ${framework.edition}`;
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "mappings.manage");
    const open = counts.total - counts.proven;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Frameworks", href: `/${org}/frameworks` }, { label: name, href: home }, { label: "Readiness" }]}
        facts={[
          { kind: "period", label: page.engagement ?? "Period", value: formatDays(period.firstDay, period.lastDay) },
          { kind: "next", label: "Next to act", value: open === 0 ? "Nobody: everything is proven now" : `The owners behind ${numberText(open)} ${open === 1 ? framework.itemLabel : framework.itemLabelMany}` },
          { kind: "sees", label: "Visible to", value: "Your people, not auditors" },
        ]}
      >
        <PageTitle title={`Readiness for ${framework.name}`} note={framework.edition} />
        <FrameworkTabs path={home} current="readiness" may={{ map: may, look: true }} />
        <FilterBar>
          <FilterMenu label={`Period: ${formatDays(period.firstDay, period.lastDay)}`} options={periodOptions(path, page, asked)} />
          <FilterEnd><ListTools listing={listing} pdfHref={hrefWith(`/api/readiness/${org}/${key}`, {}, asked === undefined ? {} : { from: asked.firstDay, to: asked.lastDay })} /></FilterEnd>
        </FilterBar>
        <State page={page} />
        <Section title="Burn-down" count={`${numberText(page.requests.total)} ${page.requests.total === 1 ? "request" : "requests"} of mapped controls`} flush={false}><BurnDown days={page.burnDown} /></Section>
        <Section title={`By ${framework.itemLabel}`} count={numberText(page.rows.length)}>
          <ListTable listing={listing} rowHref={(row) => `${home}?cell=${encodeURIComponent(row.code)}`} empty={<EmptyState kind="first" title="This edition has no items">Nothing can be ready.</EmptyState>} />
        </Section>
        <p className="max-w-[72ch] pt-4 text-xs text-muted">Each day of the burn-down stands as it was known at its end: as the requests were asked then, by what had been accepted by then. Evidence that was handed in later, and speaks for an earlier day, changes the shares of the table and not the past of the chart. The controls that are mapped today count. <Link className="link" href={`${home}/freshness`}>Freshness</Link> names the days without proof.</p>
      </PageFrame>
    );
  });
}

function State({ page: { counts, requests, together, period, today, framework } }: { page: ReadinessPage }) {
  const left = today > period.lastDay ? 0 : daysIncluded(today < period.firstDay ? period.firstDay : today, period.lastDay);
  const { share } = together.standing;
  return (
    <div className="mt-5">
      <Figures>
        <Figure value={numberText(counts.proven)} of={numberText(counts.total)} label={`${framework.itemLabelMany} proven now`} />
        <Figure value={numberText(requests.proven)} of={numberText(requests.total)} label={`requests proven now · ${requests.unknown === 0 ? "something is known of each" : `of ${numberText(requests.unknown)} nothing is known yet`}`} />
        <Figure value={share === null ? "Not yet known" : `${numberText(share, 1)} %`} label={`of request days proven · ${numberText(together.provenDays)} of ${numberText(together.endedDays)}`} />
        <Figure value={numberText(left)} label={left === 1 ? "day left of the period" : "days left of the period"} />
      </Figures>
    </div>
  );
}

/** Periods that audits are about, by address; the running one has none of its own. */
function periodOptions(path: string, { period, today }: ReadinessPage, asked: { firstDay: string; lastDay: string } | undefined) {
  const quarter = quarterOf(today);
  const before = quarterOf(addDays(quarter.firstDay, -1));
  const year = today.slice(0, 4);
  const named = [
    { label: "This quarter", ...quarter }, { label: "The quarter before", ...before },
    { label: "This year", firstDay: `${year}-01-01`, lastDay: `${year}-12-31` }, { label: "The twelve months to today", firstDay: addDays(today, -364), lastDay: today },
  ];
  return [
    { label: "The period that runs", href: path, current: asked === undefined },
    ...named.map(({ label, firstDay, lastDay }) => ({ label: `${label}: ${formatDays(firstDay, lastDay)}`, href: hrefWith(path, {}, { from: firstDay, to: lastDay }), current: asked !== undefined && period.firstDay === firstDay && period.lastDay === lastDay })),
  ];
}
