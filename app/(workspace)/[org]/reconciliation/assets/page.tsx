import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { pastOf } from "#app/_past/past.ts";
import { assetList, assetStateAsked } from "#app/_reconciliation/asset-list.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { CountStrip } from "#app/_ui/count-strip.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { segmentOf } from "#app/_ui/strip-segment.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { ASSET_FIELDS, ASSET_STATES, ASSET_STATUS, type AssetField } from "#lib/reconciliation/client.ts";
import type { AssetsView } from "#lib/reconciliation/index.ts";

export const metadata: Metadata = { title: "Asset list" };

/** The company's own list of what it has against what was collected: in both, in one alone, and what differs. */
export default async function AssetsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const zone = organization.timeZone;
    const path = `/${org}/reconciliation/assets`;
    const now = context.clock.now();
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "inventory.define");
    const listing = await openListing(assetList, context, { org, query, zone });
    const { view } = listing.page;
    const state = assetStateAsked(query);
    const gaps = view.counts.only_listed + view.counts.only_collected + view.counts.differs;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Reconciliation", href: `/${org}/reconciliation` }, { label: "Asset list" }]}
        facts={[{ kind: "period", label: "List", value: view.list === null ? "none yet" : `version ${view.list.version}` }, { kind: "next", label: "Next to act", value: nextText(view, gaps) }, { kind: "sees", label: "Visible to", value: "Your people, not auditors" }]}
      >
        <PageTitle title="Asset list" note={`${numberText(view.list?.rows ?? 0)} listed against ${numberText(view.collected)} collected and in scope`} actions={may ? <LinkButton kind="primary" href={`${path}/import`}>Import a list</LinkButton> : undefined} />
        <PastBar path={path} query={query} past={pastOf(query, zone, now)} now={now} zone={zone} />
        {view.list === null || view.complete ? null : <div className="pt-4"><Banner tone="caution" title="The inventory is not complete.">The last run of what collects these resources was not complete, or nothing collects them. Whether what was not collected is there is not known.</Banner></div>}
        {view.list === null ? <EmptyState kind="first" title="No list was imported yet" action={may ? <LinkButton href={`${path}/import`}>Import a list</LinkButton> : <LinkButton href={`/${org}/people/roles`}>Who may import one</LinkButton>}>The company’s own list of what it has, as .csv or .xlsx, is held against what was collected. Until then nobody knows whether both agree.</EmptyState> : (
          <>
            <div className="py-4"><CountStrip label="Assets" segments={ASSET_STATES.map((one) => segmentOf(ASSET_STATUS[one].status, view.counts[one], ASSET_STATUS[one].word))} /></div>
            <FilterBar>
              <FilterMenu label="Standing" options={[{ label: "Any", href: hrefWith(path, query, { state: null }), current: state === undefined }, ...ASSET_STATES.map((one) => ({ label: `${ASSET_STATUS[one].word} (${numberText(view.counts[one])})`, href: hrefWith(path, query, { state: one }), current: state === one }))]} />
              <FilterEnd><ListTools listing={listing} /></FilterEnd>
            </FilterBar>
            <ListTable listing={listing} empty={<EmptyState kind="no_result" title="Nothing stands so" action={<LinkButton href={path}>Clear the filter</LinkButton>}>The filter above leaves nothing. Other assets exist.</EmptyState>} />
            {gaps === 0 ? null : <p className="max-w-[72ch] pt-4">Gaps are candidates for a finding: <Link prefetch={false} className="link" href={hrefWith(`/${org}/findings/new`, {}, findingFrom(view))}>raise one from these counts</Link>.</p>}
            <Versions view={view} zone={zone} />
          </>
        )}
      </PageFrame>
    );
  });
}

function nextText({ list }: AssetsView, gaps: number): string {
  if (list === null) return "Administrators, compliance managers";
  return gaps === 0 ? "Nobody" : `The owners of ${numberText(gaps)} gaps`;
}

/** What a finding raised from here begins with: a person judges it. */
function findingFrom({ counts, list }: AssetsView): { title: string; description: string } {
  const parts = ([["only_listed", "only in the list"], ["only_collected", "only collected"], ["differs", "in both with other attributes"]] as const).flatMap(([state, words]) => (counts[state] === 0 ? [] : [`${counts[state]} ${words}`]));
  return { title: "The asset list and the inventory differ", description: `Version ${list?.version ?? 0} of the asset list (${list?.fileName ?? ""}, SHA-256 ${list?.sha256 ?? ""}) against what was collected: ${parts.join(", ")}.` };
}

function Versions({ view: { versions }, zone }: { view: AssetsView; zone: string }) {
  return (
    <Section title="Versions" count={versions.length} flush={false}>
      <ol className="grid gap-4 pt-2">
        {versions.map((version) => (
          <li key={version.id} className="grid gap-1">
            <span className="flex flex-wrap items-center gap-x-3"><strong className="font-medium">Version {version.version}</strong><span className="break-all">{version.fileName}</span><Hash value={version.sha256} label={`SHA-256 of the file of version ${version.version}`} copy /></span>
            <span className="text-muted">{numberText(version.rows)} assets, imported by {version.importedByName}, <Timestamp at={version.importedAt} zone={zone} show="minute" /></span>
            <span className="text-muted">Read as {Object.entries(version.headers).map(([field, header]) => `${ASSET_FIELDS[field as AssetField].label}: “${header}”`).join(", ")}</span>
            {version.leftOut.length === 0 ? null : <details><summary className="text-muted">{numberText(version.leftOut.length)} rows left out</summary><ul className="pt-1">{version.leftOut.map(({ row, why }) => <li key={row}>Row {row}: {why}</li>)}</ul></details>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
