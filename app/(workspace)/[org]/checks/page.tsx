import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { addressValue } from "#app/_list/address-value.ts";
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
import { Progress } from "#app/_ui/progress.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { roleHolds, type Permission } from "#lib/access/index.ts";
import { STANDS } from "#lib/check-runs/client.ts";
import { readCheck } from "#lib/check-runs/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { statusFacts } from "#lib/status/index.ts";
import { RefreshWhileReading } from "../logs/[segment]/refresh-while-reading.tsx";
import { runNowAction } from "./actions.ts";
import { RunForm } from "./check-forms.tsx";
import { checkList, STATE_CHOICES, statusAsked } from "./check-list.tsx";
import { CheckRecord } from "./check-record.tsx";

export const metadata: Metadata = { title: "Checks" };

const SEES = { kind: "sees", label: "Visible to", value: "Your people, not auditors" } as const;

/** Every check with how it stands; one of them with its results, history, parameters and accepted risks. */
export default async function ChecksPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/checks`;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const home = { label: organization.name, href: `/${org}` };
    const place = { org, path, query, zone: organization.timeZone };
    const checkId = addressValue(query, "check");
    return checkId === undefined ? listPage(context, home, place) : recordPage(context, home, place, checkId);
  });
}

type Place = { org: string; path: string; query: Query; zone: string };
type Home = { label: string; href: string };

const may = ({ actor }: Context, permission: Permission): boolean => actor.kind === "member" && roleHolds(actor.role, permission);

async function recordPage(context: Context, home: Home, { org, path, query, zone }: Place, checkId: string) {
  const only = STANDS.find((word) => word === addressValue(query, "only"));
  const after = addressValue(query, "after");
  const check = await readCheck(context, { checkId, ...(only === undefined ? {} : { only }), ...(after === undefined ? {} : { after }) });
  const waits = check.acceptances.some(({ state }) => state === "proposed");
  return (
    <PageFrame crumbs={[home, { label: "Checks", href: path }, { label: check.title }]} facts={[{ kind: "next", label: "Next to act", value: waits ? "Another person, to accept a risk" : check.counts.fail > 0 ? "The owner of the finding" : check.counts.error > 0 ? "Whoever mends the connection" : "Nobody" }, SEES]}>
      <CheckRecord
        org={org} check={check} zone={zone} only={only} paged={after !== undefined} memberId={context.actor.kind === "member" ? context.actor.memberId : ""}
        may={{ run: may(context, "checks.manage"), configure: may(context, "checks.configure"), accept: may(context, "checks.accept_risk"), submit: may(context, "evidence.submit"), findings: may(context, "findings.read") }}
      />
    </PageFrame>
  );
}

async function listPage(context: Context, home: Home, { org, path, query, zone }: Place) {
  const listing = await openListing(checkList, context, { org, query, zone });
  const { all, underWay } = listing.page;
  const status = statusAsked(query);
  const chips: FilterChip[] = status === undefined ? [] : [{ field: "State", operator: "is", value: statusFacts(status).word, removeHref: hrefWith(path, query, { state: null }) }];
  const failing = all.filter((one) => one.status === "fail").length;
  return (
    <PageFrame crumbs={[home, { label: "Checks" }]} facts={[{ kind: "next", label: "Next to act", value: failing === 0 ? "Nobody" : `The owners of ${numberText(failing)} findings` }, SEES]}>
      <PageTitle title="Checks" note="What was collected, judged after each collection" actions={may(context, "checks.manage") && underWay === null ? <RunForm action={runNowAction.bind(null, org)} /> : undefined} />
      <RefreshWhileReading reading={underWay !== null} />
      {underWay === null ? null : <div className="max-w-[520px] pt-3"><Progress label="Checks run" done={Math.round(underWay.progress * all.length)} of={all.length} step={underWay.step === "" ? "Waiting for a worker" : underWay.step} /></div>}
      <FilterBar>
        <FilterMenu label="State" options={[{ label: "Any", href: hrefWith(path, query, { state: null }), current: status === undefined }, ...STATE_CHOICES.map((one) => ({ label: one.word, href: hrefWith(path, query, { state: one.status }), current: status === one.status }))]} />
        <FilterEnd><FilterChips chips={chips} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
      </FilterBar>
      <ListTable listing={listing} rowHref={(row) => hrefWith(path, {}, { check: row.id })} empty={<EmptyState kind="no_result" title="No check stands so" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave nothing. Other checks may exist.</EmptyState>} />
      <p className="max-w-[72ch] pt-4 text-xs text-muted">A check is green only while everything that it met passes and what it rests on is fresh. What was denied, is switched off, failed or was never collected could not be judged, whatever it was before.</p>
    </PageFrame>
  );
}
