import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { evidenceFilter, evidenceList } from "#app/_evidence/evidence-list.ts";
import { reviewWord } from "#app/_evidence/evidence-table.tsx";
import { Term } from "#app/_help/term.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing, type Listing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { countText } from "#app/_ui/count-text.ts";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listControlNames } from "#lib/controls/index.ts";
import { FILE_FILTERS, REVIEW_STATES, SOURCE_KIND_WORDS, type FileFilter } from "#lib/evidence/client.ts";
import type { EvidenceList, EvidenceRow } from "#lib/evidence/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { SourceKind } from "#prisma/generated/enums.ts";

export const metadata: Metadata = { title: "Evidence" };

/** Beyond this a control is found sooner by typing its code. */
const MOST_IN_A_MENU = 80;

type Place = { path: string; query: Query };
type Filter = ReturnType<typeof evidenceFilter>;

export default async function EvidencePage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const filter = evidenceFilter(query);
  const place = { path: `/${org}/evidence`, query };
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(evidenceList, context, { org, query, zone: organization.timeZone });
    const controls = await listControlNames(context, { most: MOST_IN_A_MENU + 1 });
    const role = context.actor.kind === "member" ? context.actor.role : null;
    const chips = chipsOf(place, filter);
    const waiting = listing.page.awaitingReview ?? 0;
    const mayReview = role !== null && roleHolds(role, "evidence.review");
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Evidence" }]}
        facts={[
          { kind: "period", label: "As it stands at", value: <Timestamp at={context.clock.now()} zone={organization.timeZone} /> },
          { kind: "next", label: "Next to act", value: waiting > 0 ? `Reviewer, ${countText(waiting)} to judge` : "Nobody: all is judged" },
          { kind: "sees", label: "Auditor sees", value: "what is accepted, inside the engagement" },
        ]}
      >
        <PageTitle
          title="Evidence"
          term={<Term word="evidence" helpHref={`/${org}/help`} />}
          note="newest collected first"
          actions={
            <>
              {role !== null && roleHolds(role, "evidence.dispose") ? <LinkButton kind="quiet" href={`${place.path}/disposal`}>Disposal</LinkButton> : null}
              {role !== null && roleHolds(role, "evidence.trust") ? <LinkButton kind="quiet" href={`${place.path}/rules`}>Acceptance rules</LinkButton> : null}
              {mayReview ? <LinkButton href={`${place.path}/review`}>{waiting === 0 ? "Review inbox" : `Review ${waiting}`}</LinkButton> : null}
              {role !== null && roleHolds(role, "evidence.submit") ? <LinkButton kind="primary" href={`${place.path}/new`}>Add evidence</LinkButton> : null}
            </>
          }
        />
        <Filters place={place} filter={filter} codes={controls.map((one) => one.code)} chips={chips} listing={listing} />
        <ListTable
          listing={listing}
          rowHref={(row) => `${place.path}/EV-${row.number}`}
          empty={
            chips.length > 0 ? (
              <EmptyState kind="no_result" title="No evidence matches" action={<LinkButton href={place.path}>Clear the filters</LinkButton>}>The filters above leave nothing. Other evidence may exist.</EmptyState>
            ) : (
              <EmptyState kind="first" title="No evidence yet">Evidence answers what an auditor asks of a control, and refers to its source by hash. Nothing else makes a request proven.</EmptyState>
            )
          }
        />
      </PageFrame>
    );
  });
}

function Filters({ place: { path, query }, filter, codes, chips, listing }: { place: Place; filter: Filter; codes: readonly string[]; chips: readonly FilterChip[]; listing: Listing<EvidenceRow, EvidenceList> }) {
  const any = (label: string, name: string, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: null }), current });
  return (
    <FilterBar>
      {/* Of two fields the last one has the key. */}
      {codes.length > MOST_IN_A_MENU ? <SearchField label="Control code" param="control" /> : null}
      <SearchField label="Find number, title, file or address" />
      {codes.length > MOST_IN_A_MENU ? null : <FilterMenu label="Control" options={[any("Any control", "control", filter.controlCode === undefined), ...codes.map((code) => ({ label: code, href: hrefWith(path, query, { control: code, request: null }), current: filter.controlCode === code }))]} />}
      <FilterMenu label="Source" options={[any("Any source", "source", filter.sourceKind === undefined), ...Object.values(SourceKind).map((kind) => ({ label: SOURCE_KIND_WORDS[kind], href: hrefWith(path, query, { source: kind }), current: filter.sourceKind === kind }))]} />
      <FilterMenu label="Review" options={[any("Any state", "review", filter.reviewState === undefined), ...REVIEW_STATES.map((state) => ({ label: reviewWord(state), href: hrefWith(path, query, { review: state }), current: filter.reviewState === state }))]} />
      <FilterMenu label="File" options={[any("Any file", "file", filter.file === undefined), ...(Object.keys(FILE_FILTERS) as FileFilter[]).map((one) => ({ label: FILE_FILTERS[one], href: hrefWith(path, query, { file: one }), current: filter.file === one }))]} />
      <FilterMenu label="Hold" options={[any("Held or not", "held", !filter.held), { label: "Under legal hold", href: hrefWith(path, query, { held: "yes" }), current: filter.held }]} />
      <FilterEnd><FilterChips chips={chips} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
    </FilterBar>
  );
}

function chipsOf({ path, query }: Place, filter: Filter): FilterChip[] {
  const chip = (field: string, value: string, name: string): FilterChip => ({ field, operator: "is", value, removeHref: hrefWith(path, query, { [name]: null }) });
  return [
    ...(filter.controlCode === undefined ? [] : [chip("Control", filter.controlCode, "control")]),
    ...(filter.requestId === undefined ? [] : [chip("Request", "one request", "request")]),
    ...(filter.sourceKind === undefined ? [] : [chip("Source", SOURCE_KIND_WORDS[filter.sourceKind], "source")]),
    ...(filter.text === undefined ? [] : [{ ...chip("Words", filter.text, "q"), operator: "contains" }]),
    ...(filter.file === undefined ? [] : [chip("File", FILE_FILTERS[filter.file].toLowerCase(), "file")]),
    ...(filter.held ? [chip("Legal hold", "under hold", "held")] : []),
    ...(filter.reviewState === undefined ? [] : [chip("Review", reviewWord(filter.reviewState), "review")]),
  ];
}
