import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { standardReference } from "#lib/standards/client.ts";
import type { StandardsView } from "#lib/standards/index.ts";
import { standardList, STANDING_WORDS, STANDINGS, standingAsked } from "./standard-list.tsx";

export const metadata: Metadata = { title: "Configuration standards" };

/** What each type of system has to be set to, whether its resources are, and which types nobody has written a standard for. */
export default async function StandardsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const path = `/${org}/standards`;
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "standards.manage");
    const listing = await openListing(standardList, context, { org, query, zone: organization.timeZone });
    const { view } = listing.page;
    const asked = standingAsked(query);
    const chips: FilterChip[] = asked === undefined ? [] : [{ field: "Standing", operator: "is", value: STANDING_WORDS[asked], removeHref: hrefWith(path, query, { standing: null }) }];
    const gaps = view.without.filter(({ inPopulation }) => inPopulation);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Standards" }]}
        facts={[{ kind: "next", label: "Next to act", value: nextText(view, gaps.length) }, { kind: "sees", label: "Auditor sees", value: "A version that is used as evidence" }]}
      >
        <PageTitle title="Configuration standards" note="What each type of system has to be set to" actions={may ? <LinkButton kind="primary" href={`${path}/new`}>Propose a standard</LinkButton> : undefined} />
        <FilterBar>
          <FilterMenu label="Standing" options={[{ label: "Any", href: hrefWith(path, query, { standing: null }), current: asked === undefined }, ...STANDINGS.map((one) => ({ label: STANDING_WORDS[one], href: hrefWith(path, query, { standing: one }), current: asked === one }))]} />
          <FilterEnd><FilterChips chips={chips} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        <ListTable listing={listing} rowHref={(row) => `${path}/${standardReference(row.number)}`} empty={<Empty path={path} filtered={chips.length > 0} may={may} org={org} />} />
        <Without view={view} org={org} may={may} />
        <p className="max-w-[72ch] pt-4 text-xs text-muted">A standard is in force once another person has approved it, and is looked at again after a year. Its resources are called held only where a check that it names has judged them, and what that rests on is fresh.</p>
      </PageFrame>
    );
  });
}

function nextText({ standards }: StandardsView, gaps: number): string {
  if (standards.some(({ status }) => status === "needs_review")) return "Another person, to approve";
  return gaps === 0 ? "Nobody" : "Whoever answers for the types without a standard";
}

function Empty({ path, filtered, may, org }: { path: string; filtered: boolean; may: boolean; org: string }) {
  if (filtered) return <EmptyState kind="no_result" title="No standard stands so" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave nothing. Other standards may exist.</EmptyState>;
  return <EmptyState kind="first" title="No standard was written yet" action={may ? <LinkButton href={`${path}/new`}>Propose a standard</LinkButton> : <LinkButton href={`/${org}/people/roles`}>Who may propose one</LinkButton>}>For each type of system: what it has to be set to, what it logs, and which checks hold it to that. Auditors compare the types in the inventory with the standards that are approved.</EmptyState>;
}

/** The gap: types that no standard in force names. */
function Without({ view: { without, types }, org, may }: { view: StandardsView; org: string; may: boolean }) {
  const [gaps, others] = [without.filter(({ inPopulation }) => inPopulation), without.filter(({ inPopulation }) => !inPopulation)];
  if (types.all === 0) return <Section title="Types without a standard" flush={false}><EmptyState kind="not_connected" title="No resource was collected">Which types of systems there are is not known until a connection lists them.</EmptyState></Section>;
  return (
    <Section title="Types without a standard" count={`${numberText(without.length)} of ${numberText(types.all)} types that were collected`} flush={false}>
      {without.length === 0 ? <EmptyState kind="done" title="Every type has one">Each type of resource that was collected is named by a standard in force.</EmptyState> : (
        <>
          {gaps.length === 0 ? <p className="pt-2 text-muted">Each type of the population is named by a standard in force.</p> : <TypeList types={gaps} org={org} may={may} />}
          {others.length === 0 ? null : <><h3 className="pt-4 font-semibold">Not of the population <span className="font-normal text-muted">{numberText(others.length)}</span></h3><TypeList types={others} org={org} may={may} /></>}
        </>
      )}
    </Section>
  );
}

function TypeList({ types, org, may }: { types: StandardsView["without"]; org: string; may: boolean }) {
  return (
    <ul className="grid gap-1.5 pt-2">
      {types.map(({ type, count, inPopulation }) => (
        <li key={type} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusInline status={inPopulation ? "fail" : "not_yet_known"} word="No standard" />
          <span className="mono break-all">{type}</span>
          <Link prefetch={false} className="link" href={hrefWith(`/${org}/inventory`, {}, { kind: "resource", text: type })}>{count === 1 ? "1 resource" : `${numberText(count)} resources`}</Link>
          {may ? <Link prefetch={false} className="link" href={hrefWith(`/${org}/standards/new`, {}, { type })}>Write one<span className="sr-only"> for {type}</span></Link> : null}
        </li>
      ))}
    </ul>
  );
}
