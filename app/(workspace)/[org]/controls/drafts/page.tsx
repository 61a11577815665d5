import type { Metadata } from "next";
import { draftList } from "#app/_draft/draft-list.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { addressValue } from "#app/_list/address-value.ts";
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
import { DRAFT_STATE_WORDS, DRAFT_STATES } from "#lib/drafts/client.ts";
import type { DraftRow } from "#lib/drafts/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { approveDraftsAction, returnDraftsAction } from "./actions.ts";
import { DecideDrafts } from "./decide-drafts.tsx";

export const metadata: Metadata = { title: "Drafts" };

const FORM = "drafts";

export default async function DraftsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/controls/drafts`;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(draftList, context, { org, query, zone: organization.timeZone });
    const { rows, counts } = listing.page;
    const state = DRAFT_STATES.find((one) => one === addressValue(query, "state"));
    const waiting = counts.find((one) => one.state === "in_review")?.count ?? 0;
    const mine = rows.filter((one) => one.canDecide).length;
    const select = { form: FORM, label: (row: DraftRow) => `${row.code}, by ${row.author}`, can: (row: DraftRow) => row.canDecide };
    const table = (
      <ListTable
        listing={listing}
        rowHref={(row) => `${path}/${row.id}`}
        {...(mine === 0 ? {} : { select })}
        empty={state === undefined
          ? <EmptyState kind="done" title="No draft is open" action={<LinkButton href={`/${org}/controls`}>Open the controls</LinkButton>}>What somebody changes of a control’s statement, scope or mappings waits here until another person approves it.</EmptyState>
          : <EmptyState kind="no_result" title="No draft stands so" action={<LinkButton href={path}>Show the open ones</LinkButton>}>Other drafts exist, or none does yet.</EmptyState>}
      />
    );
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Controls", href: `/${org}/controls` }, { label: "Drafts" }]}
        facts={[
          { kind: "next", label: "Next to act", value: mine > 0 ? `You, on ${mine}` : waiting > 0 ? `Another person, on ${countText(waiting)}` : "Nobody" },
          { kind: "sees", label: "Auditor sees", value: "what was approved, and by whom" },
        ]}
      >
        <PageTitle title="Drafts" note={`${countText(waiting)} ${waiting === 1 ? "waits" : "wait"} for approval`} />
        <FilterBar>
          <FilterMenu
            label="Status"
            options={[
              { label: "Open", href: hrefWith(path, query, { state: null }), current: state === undefined },
              ...DRAFT_STATES.map((one) => ({ label: DRAFT_STATE_WORDS[one], href: hrefWith(path, query, { state: one }), current: one === state, count: counts.find((each) => each.state === one)?.count ?? 0 })),
            ]}
          />
          <FilterEnd><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        {mine === 0 ? table : <DecideDrafts id={FORM} approve={approveDraftsAction.bind(null, org)} giveBack={returnDraftsAction.bind(null, org)}>{table}</DecideDrafts>}
      </PageFrame>
    );
  });
}
