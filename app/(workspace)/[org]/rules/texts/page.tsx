import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
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
import { Section } from "#app/_ui/section.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { LISTED_STAGES, TEXT_ORIGIN_WORDS, TEXT_ORIGINS, TEXT_STAGE_WORDS } from "#lib/rules/client.ts";
import { readWaitingTexts, type RuleTextRow, type WaitingTexts } from "#lib/rules/index.ts";
import { approvePackAction, returnPackAction } from "./actions.ts";
import { PackDecision } from "./pack-decision.tsx";
import { textFilter, textList } from "./text-list.tsx";

export const metadata: Metadata = { title: "Texts of rules" };

export default async function RuleTextsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const { name, timeZone } = await readOrganization(context, {});
    const listing = await openListing(textList, context, { org, query, zone: timeZone });
    const waiting = await readWaitingTexts(context, {});
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "rules.manage");
    const rules = `/${org}/rules`;
    const write = may ? <><LinkButton href={`${rules}/import`}>Import</LinkButton><LinkButton kind="primary" href={`${rules}/workshop`}>Write a rule</LinkButton></> : undefined;
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Rules", href: rules }, { label: "Texts" }]}
        facts={[
          { kind: "next", label: "Next to act", value: nextToAct(waiting, may, hrefWith(`${rules}/texts`, {}, { stage: "proposed" })) },
          { kind: "sees", label: "Auditor sees", value: "rules named by accepted evidence" },
        ]}
      >
        <PageTitle title="Texts of rules" note="Rules of your own, imported ones, and tunings; each version approved by another person" actions={write} />
        {waiting.packs.length === 0 ? null : (
          <Section title="Archives that wait for review" count={waiting.packs.length}>
            <ul className="task-list">{waiting.packs.map(({ own, ...pack }) => <PackDecision key={pack.packId} {...pack} mayDecide={may && !own} approve={approvePackAction.bind(null, org)} giveBack={returnPackAction.bind(null, org)} />)}</ul>
          </Section>
        )}
        <Filters query={query} listing={listing} />
        <ListTable listing={listing} empty={<Nothing filtered={Object.values(textFilter(query)).some((one) => one !== undefined)} path={`${rules}/texts`} write={write} />} />
      </PageFrame>
    );
  });
}

function nextToAct({ all, others }: WaitingTexts, may: boolean, href: string) {
  if (all === 0) return "Nobody";
  return <Link prefetch={false} className="link" href={href}>{may && others > 0 ? `You: ${countText(others)} to review` : "Another person, who approves"}</Link>;
}

function Nothing({ filtered, path, write }: { filtered: boolean; path: string; write: React.ReactNode }) {
  if (filtered) return <EmptyState kind="no_result" title="No text matches" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave nothing. Other texts may exist.</EmptyState>;
  return <EmptyState kind="first" title="Only the rules that Tickmark ships are in force" action={write}>What your systems log, and whom they belong to, only you know. A rule of your own, or a filter on a shipped one, is written here, tried on your stored logs, and approved by another person: an auditor sees who did.</EmptyState>;
}

function Filters({ query, listing }: { query: Query; listing: Listing<RuleTextRow, object> }) {
  const { path } = listing.place;
  const { stage, origin, text } = textFilter(query);
  const option = (label: string, name: string, value: string | null, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: value }), current });
  const chip = (field: string, value: string, name: string, operator = "is"): FilterChip => ({ field, operator, value, removeHref: hrefWith(path, query, { [name]: null }) });
  const chips = [
    ...(stage === undefined ? [] : [chip("Stage", TEXT_STAGE_WORDS[stage], "stage")]),
    ...(origin === undefined ? [] : [chip("Kind", TEXT_ORIGIN_WORDS[origin], "origin")]),
    ...(text === undefined ? [] : [chip("Words", text, "q", "contains")]),
  ];
  return (
    <FilterBar>
      <SearchField label="Find title, id or author" />
      <FilterMenu label="Stage" options={[option("Any stage", "stage", null, stage === undefined), ...LISTED_STAGES.map((one) => option(TEXT_STAGE_WORDS[one], "stage", one, stage === one))]} />
      <FilterMenu label="Kind" options={[option("Any kind", "origin", null, origin === undefined), ...TEXT_ORIGINS.map((one) => option(TEXT_ORIGIN_WORDS[one], "origin", one, origin === one))]} />
      <FilterEnd><FilterChips chips={chips} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
    </FilterBar>
  );
}
