import type { Metadata } from "next";
import { disposalList, disposalState } from "#app/_disposal/disposal-list.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { countText } from "#app/_ui/count-text.ts";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { DISPOSITION_STATES, DISPOSITION_WORDS } from "#lib/disposal/client.ts";
import type { DisposalRow } from "#lib/disposal/index.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { approveDisposalAction, keepLongerAction } from "./actions.ts";
import { DecideDisposal } from "./decide-disposal.tsx";

export const metadata: Metadata = { title: "Disposal" };

const FORM = "disposal";

export default async function DisposalPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/evidence/disposal`;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(disposalList, context, { org, query, zone: organization.timeZone });
    const state = disposalState(query);
    const { proposed, rows } = listing.page;
    const free = state === "proposed" && rows.some((row) => row.holds.length === 0);
    const select = { form: FORM, label: (row: DisposalRow) => `${evidenceReference(row.number)} ${row.title}`, can: (row: DisposalRow) => row.holds.length === 0 };
    const table = (
      <ListTable
        listing={listing}
        rowHref={(row) => `/${org}/evidence/EV-${row.number}`}
        {...(free ? { select } : {})}
        empty={state === "proposed"
          ? <EmptyState kind="done" title="Nothing is to be disposed of" action={<LinkButton href={`/${org}/settings`}>See how long evidence is kept</LinkButton>}>Evidence whose time is over is proposed here every night. Nothing is destroyed before somebody decides.</EmptyState>
          : <EmptyState kind="no_result" title="No evidence stands so" action={<LinkButton href={path}>Show what is to be decided</LinkButton>}>Other evidence may.</EmptyState>}
      />
    );
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Evidence", href: `/${org}/evidence` }, { label: "Disposal" }]}
        facts={[
          { kind: "next", label: "Next to act", value: proposed > 0 ? `Compliance, ${countText(proposed)} to decide` : "Nobody" },
          { kind: "sees", label: "Auditor sees", value: "what was disposed of, when and why" },
        ]}
      >
        <PageTitle title="Disposal" note="evidence whose time is over" />
        <FilterBar>
          <FilterMenu label="Status" options={DISPOSITION_STATES.map((one) => ({ label: DISPOSITION_WORDS[one], href: hrefWith(path, query, { state: one === "proposed" ? null : one }), current: one === state }))} />
          <FilterEnd><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        {free ? <DecideDisposal id={FORM} approve={approveDisposalAction.bind(null, org)} keep={keepLongerAction.bind(null, org)}>{table}</DecideDisposal> : table}
      </PageFrame>
    );
  });
}
