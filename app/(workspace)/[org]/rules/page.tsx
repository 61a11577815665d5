import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing, type Listing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { SearchField } from "#app/_ui/search-field.tsx";
import { Section } from "#app/_ui/section.tsx";
import { SEVERITIES, SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import type { RuleRow } from "#lib/rules/index.ts";
import { RULE_STATE_WORDS } from "./rule-state.tsx";
import { ruleFilter, ruleList, RULE_ORIGIN_WORDS, RULE_ORIGINS, RULE_STATES } from "./rule-list.ts";

export const metadata: Metadata = { title: "Rules" };

type Filter = ReturnType<typeof ruleFilter>;
type Rules = Listing<RuleRow, { all: RuleRow[]; matching: RuleRow[] }>;

export default async function RulesPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const filter = ruleFilter(query);
  const path = `/${org}/rules`;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(ruleList, context, { org, query, zone: organization.timeZone });
    const { all, rows, matching } = listing.page;
    const alerting = rows.filter((rule) => rule.raisesAlerts);
    const serving = rows.filter((rule) => !rule.raisesAlerts);
    const table = { listing, rowHref: (rule: RuleRow) => `${path}/${encodeURIComponent(rule.ruleKey)}` };
    const inForce = all.filter((rule) => rule.raisesAlerts && rule.state === "in_force").length;
    const current = all.filter((rule) => rule.raisesAlerts && rule.state !== "retired").length;
    const off = all.filter((rule) => rule.state === "disabled" || rule.state === "quarantined").length;
    const failing = all.filter((rule) => rule.state === "failing").length;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Rules" }]}
        facts={[
          { kind: "period", label: "In force", value: `${numberText(inForce)} of ${numberText(current)}${off === 0 ? "" : `, ${numberText(off)} switched off`}${failing === 0 ? "" : `, ${numberText(failing)} failing`}` },
          { kind: "next", label: "Next to act", value: failing > 0 ? "Security: rules that miss their own examples" : off > 0 ? "Security: rules that are off are gaps" : inForce < current ? "The next log brings them into force" : "Nobody" },
          { kind: "sees", label: "Auditor sees", value: "rules named by accepted evidence" },
        ]}
      >
        <PageTitle title="Rules" term={<Term word="rule" helpHref={`/${org}/help`} />} note="What every log line is compared with, as Sigma documents" actions={<><LinkButton href={`${path}/coverage`}>Coverage</LinkButton><LinkButton href={`${path}/texts`}>Texts and reviews</LinkButton><LinkButton href={`${path}/hunts`}>Retro-hunts</LinkButton>{context.actor.kind === "member" && roleHolds(context.actor.role, "rules.manage") ? <LinkButton kind="primary" href={`${path}/workshop`}>Write a rule</LinkButton> : null}</>} />
        <Filters path={path} query={query} filter={filter} listing={listing} />
        {alerting.length === 0 && matching.some((rule) => rule.raisesAlerts) ? null : <ListTable part={{ caption: "Rules that raise alerts", rows: alerting }} {...table} start="first" pager={serving.length === 0} empty={<Nothing path={path} any={serving.length > 0} />} />}
        {serving.length === 0 ? null : (
          <Section title="Building blocks" count={`${numberText(matching.filter((rule) => !rule.raisesAlerts).length)}, counted by the rules above; they raise no alerts themselves`}>
            <ListTable part={{ caption: "Building blocks", rows: serving }} {...table} start="first" empty={null} />
          </Section>
        )}
      </PageFrame>
    );
  });
}

function Nothing({ path, any }: { path: string; any: boolean }) {
  return <EmptyState kind="no_result" title={any ? "Only building blocks match" : "No rule matches"} action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave no rule that raises alerts. Other rules exist.</EmptyState>;
}

function Filters({ path, query, filter, listing }: { path: string; query: Query; filter: Filter; listing: Rules }) {
  const any = (label: string, name: string, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: null }), current });
  const chip = (field: string, value: string, name: string): FilterChip => ({ field, operator: "is", value, removeHref: hrefWith(path, query, { [name]: null }) });
  const chips = [
    ...(filter.severity === undefined ? [] : [chip("Severity", SEVERITY_WORDS[filter.severity], "severity")]),
    ...(filter.origin === undefined ? [] : [chip("From", RULE_ORIGIN_WORDS[filter.origin], "origin")]),
    ...(filter.state === undefined ? [] : [chip("State", RULE_STATE_WORDS[filter.state], "state")]),
  ];
  return (
    <FilterBar>
      <SearchField label="Find in title, control, ATT&CK, author" />
      <FilterMenu label="Severity" options={[any("Any severity", "severity", filter.severity === undefined), ...SEVERITIES.map((level) => ({ label: SEVERITY_WORDS[level], href: hrefWith(path, query, { severity: level }), current: filter.severity === level }))]} />
      <FilterMenu label="State" options={[any("Any state", "state", filter.state === undefined), ...RULE_STATES.map((state) => ({ label: RULE_STATE_WORDS[state], href: hrefWith(path, query, { state }), current: filter.state === state }))]} />
      <FilterMenu label="From" options={[any("Anywhere", "origin", filter.origin === undefined), ...RULE_ORIGINS.map((origin) => ({ label: RULE_ORIGIN_WORDS[origin], href: hrefWith(path, query, { origin }), current: filter.origin === origin }))]} />
      <FilterEnd><FilterChips chips={chips} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
    </FilterBar>
  );
}
