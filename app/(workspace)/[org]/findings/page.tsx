import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { findingFilter, findingList } from "#app/_finding/finding-list.ts";
import { Term } from "#app/_help/term.tsx";
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
import { SearchField } from "#app/_ui/search-field.tsx";
import { SEVERITIES, SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { FINDING_SOURCE_WORDS, FINDING_SOURCES, FINDING_STATUS_WORDS, FINDING_STATUSES } from "#lib/findings/client.ts";
import { listFindingChoices, type FindingChoices } from "#lib/findings/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Findings" };

export default async function FindingsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/findings`;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(findingList, context, { org, query, zone: organization.timeZone });
    const { people } = await listFindingChoices(context, {});
    const chips = chipsOf(path, query, people);
    const newFinding = <LinkButton kind="primary" href={`${path}/new`}>Raise a finding</LinkButton>;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Findings" }]}
        facts={[{ kind: "next", label: "Next to act", value: "The owner of each" }, { kind: "sees", label: "Auditor sees", value: "those that are shared, of the engagement’s controls" }]}
      >
        <PageTitle title="Findings" term={<Term word="finding" helpHref={`/${org}/help`} />} note="Gaps with an owner and a day by which they are remedied" actions={newFinding} />
        <FilterBar>
          <SearchField label="Find by number or words" />
          <Menus path={path} query={query} people={people} />
          <FilterEnd><FilterChips chips={chips} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        <ListTable
          listing={listing}
          rowHref={(row) => `${path}/${row.id}`}
          empty={
            chips.length > 0 || findingFilter(query).text !== undefined ? (
              <EmptyState kind="no_result" title="No finding matches" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave nothing. Other findings may exist.</EmptyState>
            ) : (
              <EmptyState kind="first" title="No finding yet" action={newFinding}>
                Tickmark raises one for what nobody performed, for evidence that stays out of date or was refused, and for logs that fell silent. People raise the others: from reviews, audits and breaches of a policy.
              </EmptyState>
            )
          }
        />
      </PageFrame>
    );
  });
}

type Choosing = { path: string; query: Query; people: FindingChoices["people"] };

function Menus({ path, query, people }: Choosing) {
  const { status, severity, source, ownerMemberId, late, order } = findingFilter(query);
  const any = (label: string, name: string, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: null }), current });
  const words = <Word extends string>(name: string, values: readonly Word[], label: Readonly<Record<Word, string>>, current: Word | undefined) =>
    values.map((value) => ({ label: label[value], href: hrefWith(path, query, { [name]: value }), current: current === value }));
  return (
    <>
      <FilterMenu label="State" options={[any("Any state", "status", status === undefined), ...words("status", FINDING_STATUSES, FINDING_STATUS_WORDS, status)]} />
      <FilterMenu label="Severity" options={[any("Any severity", "severity", severity === undefined), ...words("severity", SEVERITIES, SEVERITY_WORDS, severity)]} />
      <FilterMenu label="Source" options={[any("Any source", "source", source === undefined), ...words("source", FINDING_SOURCES, FINDING_SOURCE_WORDS, source)]} />
      <FilterMenu label="Owner" options={[any("Anybody", "owner", ownerMemberId === undefined), ...people.map(({ id, name }) => ({ label: name, href: hrefWith(path, query, { owner: id }), current: ownerMemberId === id }))]} />
      <FilterMenu label="Date" options={[any("Late or not", "late", late === undefined), { label: "Late", href: hrefWith(path, query, { late: "yes" }), current: late === true }, { label: order === "due" ? "Newest first" : "By due date", href: hrefWith(path, query, { order: order === "due" ? null : "due" }), current: false }]} />
    </>
  );
}

function chipsOf(path: string, query: Query, people: FindingChoices["people"]): FilterChip[] {
  const { status, severity, source, ownerMemberId, controlCode, requirement, standing, late, order } = findingFilter(query);
  const chip = (field: string, name: string, value: string | undefined): FilterChip[] => (value === undefined ? [] : [{ field, operator: "is", value, removeHref: hrefWith(path, query, { [name]: null }) }]);
  return [
    ...chip("State", "status", status === undefined ? undefined : FINDING_STATUS_WORDS[status]),
    ...chip("Severity", "severity", severity === undefined ? undefined : SEVERITY_WORDS[severity]),
    ...chip("Source", "source", source === undefined ? undefined : FINDING_SOURCE_WORDS[source]),
    ...chip("Owner", "owner", ownerMemberId === undefined ? undefined : (people.find(({ id }) => id === ownerMemberId)?.name ?? "A former member")),
    ...chip("Control", "control", controlCode),
    ...chip("Requirement", "requirement", requirement?.code),
    ...chip("Standing", "standing", standing === undefined ? undefined : "not settled, or accepted"),
    ...chip("Late", "late", late === undefined ? undefined : "Yes"),
    ...chip("Order", "order", order === undefined ? undefined : "Due date"),
  ];
}
