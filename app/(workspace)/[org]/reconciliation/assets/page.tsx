import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { addressValue } from "#app/_list/address-value.ts";
import { openListing } from "#app/_list/open-listing.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { pastOf } from "#app/_past/past.ts";
import { MadeNote } from "#app/_reconciliation/made-note.tsx";
import { assetKindAsked, assetList, assetStateAsked } from "#app/_reconciliation/asset-list.tsx";
import { AssetRecord } from "./asset-record.tsx";
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
import { Tabs } from "#app/_ui/tabs.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listStandards } from "#lib/standards/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { ASSET_FIELDS, ASSET_KIND_NAMES, ASSET_KINDS, ASSET_STATES, ASSET_STATUS, type AssetField, type AssetKind } from "#lib/reconciliation/client.ts";
import { readAsset, type AssetsView } from "#lib/reconciliation/index.ts";

export const metadata: Metadata = { title: "Asset list" };

/** The company's own list of what it has against what was collected: in both, in one alone, and what differs. */
export default async function AssetsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const key = addressValue(query, "asset");
  return key === undefined ? listPage(org, query) : recordPage(org, assetKindAsked(query), key);
}

/** One asset by itself. */
function recordPage(org: string, kind: AssetKind, key: string) {
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const asset = await readAsset(context, { kind, key });
    const { standards } = context.actor.kind === "member" && roleHolds(context.actor.role, "standards.read") ? await listStandards(context, {}) : { standards: [] };
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Reconciliation", href: `/${org}/reconciliation` }, { label: "Asset list", href: hrefOfKind(org, kind) }, { label: asset.name }]}
        facts={[{ kind: "next", label: "Next to act", value: ["only_listed", "only_collected", "differs"].includes(asset.state) ? "The owner of the gap" : "Nobody" }, { kind: "sees", label: "Visible to", value: "Your people, not auditors" }]}
      >
        <AssetRecord org={org} kind={kind} asset={asset} standards={standards} zone={organization.timeZone} />
      </PageFrame>
    );
  });
}

const hrefOfKind = (org: string, kind: AssetKind): string => hrefWith(`/${org}/reconciliation/assets`, {}, { kind: kind === "machine" ? null : kind });

function listPage(org: string, query: Query) {
  const kind = assetKindAsked(query);
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
        <PageTitle title="Asset list" note={`${numberText(view.list?.rows ?? 0)} listed against ${numberText(view.collected)} collected and in scope`} actions={may ? <LinkButton kind="primary" href={`${path}/import?kind=${kind}`}>Import a list</LinkButton> : undefined} />
        <Tabs label="Lists" items={ASSET_KIND_NAMES.map((one) => ({ label: ASSET_KINDS[one].label, href: hrefOfKind(org, one), current: one === kind }))} />
        <PastBar path={path} query={query} past={pastOf(query, zone, now)} now={now} zone={zone} />
        <MadeNote made={view.made} zone={zone} />
        {view.list === null || view.complete ? null : <div className="pt-4"><Banner tone="caution" title="The inventory is not complete.">{INCOMPLETE[kind]} Whether what was not collected is there is not known.</Banner></div>}
        {view.list === null ? <EmptyState kind="first" title="No list was imported yet" action={may ? <LinkButton href={`${path}/import?kind=${kind}`}>Import a list</LinkButton> : <LinkButton href={`/${org}/people/roles`}>Who may import one</LinkButton>}>{EMPTY[kind]} Until then nobody knows whether both agree.</EmptyState> : (
          <>
            <div className="py-4"><CountStrip label="Assets" segments={ASSET_STATES.map((one) => segmentOf(ASSET_STATUS[one].status, view.counts[one], ASSET_STATUS[one].word))} /></div>
            <FilterBar>
              <FilterMenu label="Standing" options={[{ label: "Any", href: hrefWith(path, query, { state: null }), current: state === undefined }, ...ASSET_STATES.map((one) => ({ label: `${ASSET_STATUS[one].word} (${numberText(view.counts[one])})`, href: hrefWith(path, query, { state: one }), current: state === one }))]} />
              <FilterEnd><ListTools listing={listing} /></FilterEnd>
            </FilterBar>
            <ListTable listing={listing} rowHref={(row) => hrefWith(path, {}, { kind: kind === "machine" ? null : kind, asset: row.key })} empty={<EmptyState kind="no_result" title="Nothing stands so" action={<LinkButton href={hrefOfKind(org, kind)}>Clear the filter</LinkButton>}>The filter above leaves nothing. Other assets exist.</EmptyState>} />
            {gaps === 0 ? null : <p className="max-w-[72ch] pt-4">Gaps are candidates for a finding: <Link prefetch={false} className="link" href={hrefWith(`/${org}/findings/new`, {}, findingFrom(view))}>raise one from these counts</Link>.</p>}
            <Versions view={view} zone={zone} />
          </>
        )}
      </PageFrame>
    );
  });
}

const INCOMPLETE: Readonly<Record<AssetKind, string>> = {
  machine: "The last run of what collects these resources was not complete, or nothing collects them.",
  endpoint: "Connections see the endpoints of the accounts that they reach, and no others.",
  domain: "Connections see the zones of the accounts that they reach, and no others.",
  third_party: "What is known besides the list are the systems that Tickmark collects from, and those that your people said they run.",
};

const EMPTY: Readonly<Record<AssetKind, string>> = {
  machine: "The company’s own list of what it has, as .csv or .xlsx, is held against what was collected.",
  endpoint: "The company’s own list of the addresses at which its services answer, as .csv or .xlsx, with who owns each and whether it is production, is held against those that were collected.",
  domain: "The company’s own list of its domains and subdomains, as .csv or .xlsx, is held against those that were collected.",
  third_party: "The company’s own list of systems of others that it relies on, as .csv or .xlsx, with what each is for and what it holds, is held against those that Tickmark collects from and those that your people said they run.",
};

function nextText({ list }: AssetsView, gaps: number): string {
  if (list === null) return "Administrators, compliance managers";
  return gaps === 0 ? "Nobody" : gaps === 1 ? "The owner of 1 gap" : `The owners of ${numberText(gaps)} gaps`;
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
