import type { Metadata } from "next";
import Link from "next/link";
import { StatusCounts } from "#app/_control/status-counts.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { standingCounts } from "#app/_finding/standing-counts.ts";
import { CellPanel } from "#app/_framework/cell-panel.tsx";
import { countSegments } from "#app/_framework/count-segments.ts";
import { FrameworkTabs } from "#app/_framework/framework-tabs.tsx";
import { Matrix, MatrixKey } from "#app/_framework/matrix.tsx";
import { requirementList, type RequirementPage, type RequirementRow } from "#app/_framework/requirement-list.ts";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing, type Listing } from "#app/_list/open-listing.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { keptDay, pastOf } from "#app/_past/past.ts";
import { matrixSinceThen } from "#app/_past/since-then.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { TablePager } from "#app/_ui/table-pager.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds, type Permission } from "#lib/access/index.ts";
import type { MatrixColumn, MatrixPage } from "#lib/frameworks/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { adoptFrameworkAction, leaveFrameworkAction } from "../actions.ts";
import { AdoptForm, LeaveDialog } from "./adoption-actions.tsx";
import { MatrixFilters } from "./matrix-filters.tsx";

type PageProps = { params: Promise<{ org: string; framework: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { framework } = await params;
  return { title: framework };
}

export default async function FrameworkRecordPage({ params, searchParams }: PageProps) {
  const { org, framework: key } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(requirementList, context, { org, query: { ...query, framework: key }, zone: organization.timeZone, path: `/${org}/frameworks/${key}` });
    const { page } = listing;
    const { framework, counts } = page;
    const path = `/${org}/frameworks/${key}`;
    const past = pastOf(query, organization.timeZone, context.clock.now());
    const kept = keptDay(past);
    // What stands against them is known of today alone.
    const inCell = await standingCounts(context, { subjects: past === undefined ? (page.open?.controls.map(({ code }) => ({ key: code, controlCodes: [code] })) ?? []) : [] });
    const after = listing.cursor;
    const gaps = counts.onlyContributed + counts.unmapped;
    const adopted = framework.adoption.state === "adopted";
    const { actor } = context;
    const holds = (permission: Permission): boolean => actor.kind === "member" && roleHolds(actor.role, permission);
    const may = holds("frameworks.manage");
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Frameworks", href: `/${org}/frameworks` }, { label: framework.edition.length > 8 ? framework.name : `${framework.name} ${framework.edition}` }]}
        facts={[
          { kind: "period", label: "Status at", value: <Timestamp at={page.asOf.effectiveAt} zone={organization.timeZone} /> },
          { kind: "next", label: "Next to act", value: past !== undefined ? "Nobody: this is the past" : !adopted ? "Nobody: it is not adopted" : gaps > 0 ? `Compliance, on ${gaps} ${gaps === 1 ? "gap" : "gaps"}` : "The owners of what is not proven" },
          { kind: "sees", label: "Auditor sees", value: "the engagement’s controls only" },
        ]}
      >
        <PageTitle
          title={framework.name} note={framework.edition}
          actions={!may || past !== undefined ? undefined : adopted && !framework.adoption.contentChanged
            ? <LeaveDialog action={leaveFrameworkAction.bind(null, org)} frameworkKey={key} name={`${framework.name} ${framework.edition}`} />
            : <AdoptForm action={adoptFrameworkAction.bind(null, org)} frameworkKey={key} label={adopted ? "Adopt as it is now" : framework.adoption.state === "left" ? "Adopt again" : "Adopt"} />}
        />
        <PastBar path={path} query={query} past={past} now={context.clock.now()} zone={organization.timeZone} changes={page.since === null ? undefined : matrixSinceThen(page.since, framework.itemLabel, framework.itemLabelMany)} />
        <FrameworkBanners page={page} org={org} zone={organization.timeZone} />
        <FrameworkTabs path={path} current="matrix" may={{ map: holds("mappings.manage"), look: holds("mappings.read") }} kept={kept} />
        <StatusCounts label={`${framework.itemLabelMany} by standing`} segments={countSegments(counts)} noun={framework.itemLabel} nouns={framework.itemLabelMany} />
        <MatrixFilters listing={listing} tools={<ListTools listing={listing} />} />
        <MatrixRows listing={listing} kept={kept} />
        {page.open === null ? null : <CellPanel open={page.open} findings={inCell} org={org} hrefOf={(code) => hrefWith(`/${org}/controls/${code}`, {}, kept)} findingsHref={findingsOf(org, key, page.open.code)} closeHref={hrefWith(path, query, { cell: null, after: after ?? null })} />}
        <NotCovered page={page} />
      </PageFrame>
    );
  });
}

/** The findings that stand against a requirement. */
const findingsOf = (org: string, key: string, code: string): string => `/${org}/findings?standing=yes&requirement=${encodeURIComponent(`${key}~${code}`)}`;

function MatrixRows({ listing: { page, cursor, place: { org, path, query } }, kept }: { listing: Listing<RequirementRow, RequirementPage>; kept: ReturnType<typeof keptDay> }) {
  const { framework, matching, counts } = page;
  if (page.rows.length === 0) {
    return <EmptyState kind="no_result" title={`No ${framework.itemLabel} matches`} action={<LinkButton href={hrefWith(path, {}, kept)}>Show all {framework.itemLabelMany}</LinkButton>}>The filters above leave nothing. The framework has {counts.total} {framework.itemLabelMany}.</EmptyState>;
  }
  const cell = (code: string, column: string | null): string => hrefWith(path, query, { cell: column === null ? code : `${code}~${column}`, after: cursor ?? null });
  const column = ({ key, title }: MatrixColumn): string => (title === undefined ? hrefWith(path, query, { columns: key, cell: null }) : hrefWith(`/${org}/controls/${key}`, {}, kept));
  const findings = (code: string): string => findingsOf(org, framework.key, code);
  const note = <>{page.rows.length} of {matching}{cursor === undefined ? null : <> · <Link prefetch={false} className="link" href={hrefWith(path, query, { after: null })}>Back to the first</Link></>}</>;
  return (
    <>
      <Matrix page={page} hrefs={{ cell, column, findings }} />
      {cursor === undefined && page.nextCursor === null ? null : <TablePager label={`${framework.name}, ${framework.itemLabelMany}`} page={{ note, ...(page.nextCursor === null ? {} : { nextHref: hrefWith(path, query, { after: page.nextCursor }) }) }} />}
      <MatrixKey />
    </>
  );
}

function FrameworkBanners({ page, org, zone }: { page: MatrixPage; org: string; zone: string }) {
  const { framework } = page;
  const { state, since, reason, contentChanged } = framework.adoption;
  const on = since === null ? null : <Timestamp at={since} zone={zone} show="date" />;
  return (
    <div className="grid gap-2 pt-3 empty:hidden">
      {framework.retired ? <Banner tone="caution" title={`Retired on ${framework.validUntil}.`} action={framework.supersededBy === null ? undefined : <Link className="link" href={`/${org}/frameworks/${framework.supersededBy}`}>Open the edition that took its place</Link>}>{framework.validityNote} Shown because earlier mappings refer to it.</Banner> : null}
      {state === "never" ? <Banner tone="info" title="Not adopted.">Its gaps are counted nowhere. Mappings into it hold already, and are marked as such.</Banner> : null}
      {state === "left" ? <Banner tone="info" title="No longer adopted.">Left on {on}: {reason} Mappings into it stay, marked; its gaps are counted nowhere.</Banner> : null}
      {contentChanged ? <Banner tone="caution" title="Its content was corrected since it was adopted.">Adopted on {on}. Items may be named otherwise, or be new: look over what has no control, then adopt it as it is now.</Banner> : null}
      {page.limitedToEngagement ? <Banner tone="info" title="Only the controls of the engagement are looked at.">A gap here may be closed by a control outside it.</Banner> : null}
    </div>
  );
}

function NotCovered({ page: { framework } }: { page: MatrixPage }) {
  return (
    <Section title="Not covered by this content" count={framework.notCovered.length === 0 ? (framework.own === null ? "nothing is left out" : "the file names nothing") : framework.notCovered.length} flush={false}>
      <ul className="grid max-w-[72ch] list-disc gap-1 pt-3 pl-5">{framework.notCovered.map((one) => <li key={one}>{one}</li>)}</ul>
      <p className="max-w-[72ch] pt-3 text-xs text-muted">{framework.source} {framework.own === null ? `Titles are our own words; the text belongs to ${framework.publisher}. ` : `Version ${framework.own.version} of your own file. `}Content <Hash value={framework.contentHash} label="SHA-256 of the content" /></p>
    </Section>
  );
}
