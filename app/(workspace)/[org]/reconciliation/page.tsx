import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { pastOf } from "#app/_past/past.ts";
import { HistoryTable } from "#app/_reconciliation/history-table.tsx";
import { MadeNote } from "#app/_reconciliation/made-note.tsx";
import { cellsAsked, reconciliationList } from "#app/_reconciliation/reconciliation-list.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { CountStrip } from "#app/_ui/count-strip.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { segmentOf } from "#app/_ui/strip-segment.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { CELL_STATES, CELL_STATUS, COLUMNS } from "#lib/reconciliation/client.ts";
import { readReconciliationHistory, type ReconciliationView } from "#lib/reconciliation/index.ts";

export const metadata: Metadata = { title: "Reconciliation" };

/** The population against what watches it: logs, agents, monitoring, scanners. */
export default async function ReconciliationPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const zone = organization.timeZone;
    const path = `/${org}/reconciliation`;
    const now = context.clock.now();
    const listing = await openListing(reconciliationList, context, { org, query, zone });
    const { view } = listing.page;
    const days = await readReconciliationHistory(context, {});
    const asked = cellsAsked(query);
    const chips: FilterChip[] = [
      ...(asked.column === undefined ? [] : [{ field: "Watched by", operator: "is" as const, value: COLUMNS.find(({ id }) => id === asked.column)?.label ?? "", removeHref: hrefWith(path, query, { column: null }) }]),
      ...(asked.state === undefined ? [] : [{ field: "Standing", operator: "is" as const, value: CELL_STATUS[asked.state].word, removeHref: hrefWith(path, query, { state: null }) }]),
    ];
    const option = (label: string, name: string, value: string | null, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: value }), current });
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Reconciliation" }]}
        facts={[
          { kind: "period", label: "Population", value: view.definition === null ? "not defined yet" : `version ${view.definition.version}` },
          { kind: "next", label: "Next to act", value: nextText(view) },
          { kind: "sees", label: "Visible to", value: "Your people, not auditors" },
        ]}
      >
        <PageTitle title="Reconciliation" note={`${numberText(view.population)} resources in scope against what watches them${view.brief === 0 ? "" : `, ${numberText(view.brief)} of which lived shortly and are gone`}`} actions={<><LinkButton href={`${path}/assets`}>Asset list</LinkButton><LinkButton href={`${path}/definition`}>Population</LinkButton></>} />
        <PastBar path={path} query={query} past={pastOf(query, zone, now)} now={now} zone={zone} />
        <MadeNote made={view.made} zone={zone} />
        <Columns view={view} path={path} query={query} />
        <FilterBar>
          <FilterMenu label="Watched by" options={[option("Anything", "column", null, asked.column === undefined), ...COLUMNS.map(({ id, label }) => option(label, "column", id, asked.column === id))]} />
          <FilterMenu label="Standing" options={[option("Any", "state", null, asked.state === undefined), ...CELL_STATES.map((state) => option(CELL_STATUS[state].word, "state", state, asked.state === state))]} />
          <FilterEnd><FilterChips chips={chips} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        <ListTable listing={listing} empty={<Empty org={org} filtered={chips.length > 0} view={view} />} />
        <Strangers view={view} zone={zone} />
        <Sources view={view} zone={zone} />
        <HistoryTable days={days} path={path} zone={zone} />
        <p className="max-w-[72ch] pt-4 text-xs text-muted">A resource is missing only where every source of a column gave a complete answer without it; else nobody knows. Machines that lived less than a day and went within the last one are told by their scaling group or image: covered where they were seen while they were there, missing where a source looked completely meanwhile and did not know them. Those that lived between two collections are in no inventory; the activities of scaling groups name them. What no rule of the population decides is in scope, and production.</p>
      </PageFrame>
    );
  });
}

function nextText({ counts, population }: ReconciliationView): string {
  if (population === 0) return "Whoever connects an inventory";
  const gaps = Object.values(counts).reduce((sum, { missing, silent }) => sum + missing + silent, 0);
  return gaps === 0 ? "Nobody" : gaps === 1 ? "The owner of 1 gap" : `The owners of ${numberText(gaps)} gaps`;
}

/** Each column as counts and shares; a gap is one step away. */
function Columns({ view: { counts, population }, path, query }: { view: ReconciliationView; path: string; query: Query }) {
  return (
    <dl className="grid gap-x-8 gap-y-4 py-5 sm:grid-cols-2 xl:grid-cols-5">
      {COLUMNS.map(({ id, label }) => {
        const of = counts[id] ?? { covered: 0, silent: 0, missing: 0, unknown: 0 };
        return (
          <div key={id} className="grid content-start gap-1.5">
            <dt className="font-semibold">{label}</dt>
            <dd className="grid gap-1.5">
              <span><span className="num text-xl">{numberText(of.covered)}</span> <span className="text-muted">of {numberText(population)} covered</span></span>
              <CountStrip label={label} segments={CELL_STATES.map((state) => segmentOf(CELL_STATUS[state].status, of[state], CELL_STATUS[state].word))} />
              <span className="flex flex-wrap gap-x-3 text-xs text-muted">
                {CELL_STATES.filter((state) => state !== "covered" && of[state] > 0).map((state) => <a key={state} className="link" href={hrefWith(path, query, { column: id, state })}>{numberText(of[state])} {CELL_STATUS[state].word.toLowerCase()}</a>)}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Empty({ org, filtered, view }: { org: string; filtered: boolean; view: ReconciliationView }) {
  if (filtered) return <EmptyState kind="no_result" title="No resource stands so" action={<LinkButton href={`/${org}/reconciliation`}>Clear the filters</LinkButton>}>The filters above leave nothing. Other resources may exist.</EmptyState>;
  if (view.outOfScope > 0) return <EmptyState kind="no_result" title="Nothing is in scope" action={<LinkButton href={`/${org}/reconciliation/definition`}>Look at the population</LinkButton>}>{numberText(view.outOfScope)} resources of its types are out of scope by its rules.</EmptyState>;
  return <EmptyState kind="first" title="No inventory is known yet">A connection that lists machines, such as AWS, gives the population. Until then nobody knows what should be watched, and nothing is called covered.</EmptyState>;
}

function Strangers({ view: { strangers }, zone }: { view: ReconciliationView; zone: string }) {
  if (strangers.count === 0) return null;
  return (
    <Section title="Watched or listed, and in no inventory" count={numberText(strangers.count)} flush={false}>
      <p className="max-w-[72ch] pt-2 text-muted">A tool, or the asset list, has these names, and nothing of the population is called so: it is decommissioned, out of scope, or missing from the inventory.</p>
      <ul className="grid gap-1 pt-2 sm:columns-2">
        {strangers.shown.map(({ column, source, resource, seenAt }) => <li key={`${column} ${source} ${resource}`} className="break-inside-avoid"><span className="mono break-all">{resource}</span> <span className="text-muted">{source}, last <Timestamp at={seenAt} zone={zone} show="date" /></span></li>)}
      </ul>
    </Section>
  );
}

const WORTH: Readonly<Record<string, string>> = { complete: "complete", partial: "partial: what it does not say is not known", failed: "failed: what it does not say is not known", denied: "denied: what it does not say is not known", disabled: "switched off at its vendor", received: "what it does not say is not known", list: "the company’s own list", never: "never ended a run" };

function Sources({ view: { sources }, zone }: { view: ReconciliationView; zone: string }) {
  if (sources.length === 0) return null;
  return (
    <Section title="What this rests on" count={numberText(sources.length)} flush={false}>
      <ul className="grid gap-1 pt-2">
        {sources.map(({ column, name, completeness, readAt }) => <li key={`${column} ${name}`}><span className="font-medium">{COLUMNS.find(({ id }) => id === column)?.label}</span>: {name}, <span className="text-muted">{WORTH[completeness] ?? completeness}{readAt === null ? null : <>, {completeness === "list" ? "imported" : "read"} <Timestamp at={readAt} zone={zone} /></>}</span></li>)}
      </ul>
    </Section>
  );
}
