import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Chain } from "#app/_ui/chain.tsx";
import { CommandLines } from "#app/_ui/command-lines.tsx";
import { ConditionTree } from "#app/_ui/condition-tree.tsx";
import { CoverageBar } from "#app/_ui/coverage-bar.tsx";
import { DiffText } from "#app/_ui/diff-text.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { ErrorState } from "#app/_ui/error-state.tsx";
import { FactsBar } from "#app/_ui/facts-bar.tsx";
import { Figure, Figures } from "#app/_ui/figure.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips } from "#app/_ui/filter-chips.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { LoadingRows } from "#app/_ui/loading-rows.tsx";
import { LoadingText } from "#app/_ui/loading-text.tsx";
import { LogLines } from "#app/_ui/log-lines.tsx";
import { EditorSpecimen } from "./editor-specimen.tsx";
import { Progress } from "#app/_ui/progress.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { Stepper } from "#app/_ui/stepper.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { Timeline } from "#app/_ui/timeline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RequestTable } from "./request-table.tsx";
import { BROKEN_CHAIN, CHAIN, CONDITIONS, FACTS, HOLES, LANES, LOG, REQUESTS, TICKS, TIMELINE, TODAY, ZONE } from "./sample-data.ts";
import { Row, Specimen } from "./specimen.tsx";

const CHIPS = [
  { field: "State", operator: "is", value: "open", removeHref: "/gallery" },
  { field: "Due", operator: "before", value: "24 Nov", removeHref: "/gallery" },
];

/** Tables and their states. */
export function TableSpecimens() {
  return (
    <>
      <Specimen name="Toolbar and table">
        <div>
          <FilterBar><SearchField label="Find a request" /><FilterChips chips={CHIPS} clearHref="/gallery" /><FilterEnd><LinkButton href="/gallery">Export view</LinkButton></FilterEnd></FilterBar>
          <RequestTable sort={{ column: "due", direction: "asc" }} currentId="r3" />
        </div>
      </Specimen>
      <Specimen name="Table, compact, refetching"><RequestTable caption="Requests, fetched anew" rows={REQUESTS.slice(0, 3)} density="compact" dimmed /></Specimen>
      <Specimen name="Table, loading"><LoadingRows rows={3} columns={[44, undefined, 138, 200, 72, 100, 116]} label="Loading evidence requests" /></Specimen>
      <Specimen name="Loading and progress">
        <LoadingText label="Loading the control's text" />
        <div className="grid max-w-md gap-4"><Progress label="Packet" step="Writing the report" done={31} of={47} /><Progress label="Log import" step="Reading auth.log" done={124_000} /><Progress label="Packet of an empty period" done={0} of={0} /></div>
      </Specimen>
      <Specimen name="Empty and error">
        <RequestTable caption="Requests that match nothing" rows={[]} />
        <EmptyState kind="first" title="No system is connected yet" action={<LinkButton href="/gallery" kind="primary">Connect a system</LinkButton>}>Evidence is collected from the systems you run. An auditor relies on what was collected, and on knowing what was not.</EmptyState>
        <EmptyState kind="done" title="All 263 alerts have a verdict">1 Oct – 20 Nov 2026. The next one will appear here.</EmptyState>
        <EmptyState kind="no_permission" title="You cannot see restricted incidents">Hanna Lindqvist can grant it.</EmptyState>
        <EmptyState kind="not_connected" title="Jira is not connected" action={<LinkButton href="/gallery">Connect Jira</LinkButton>}>Tickets are read from project SEC once it is.</EmptyState>
        <ErrorState title="The check results could not be read" requestId="req_0190f3c2a1" retryHref="/gallery">Evidence requests and mappings on this page are unaffected.</ErrorState>
      </Specimen>
    </>
  );
}

/** Records: facts, banners, timelines, charts. */
export function RecordSpecimens() {
  return (
    <>
      <Specimen name="Facts">
        <FactsBar facts={FACTS} />
        <Figures><Figure value="41 days" label="to period end · day 51 of 92" /><Figure value="5" label="overdue" href="/gallery/list" /><Figure value="109" of="148" label="requests proven today" /></Figures>
        <Tabs label="Parts of SYS.2.07" items={[{ label: "Summary", href: "/gallery", current: true }, { label: "Evidence", href: "/gallery/list", count: 6, current: false }, { label: "Checks", href: "/gallery/record", count: 14, current: false }]} />
        <div className="max-w-sm"><KeyValue items={[{ key: "Proven", value: "43 of 51 days" }, { key: "Owner", value: "Security Operations" }, { key: "Recorded", value: <Timestamp at="2026-11-20T09:14:00Z" zone={ZONE} relative="8 min ago" /> }]} /></div>
        <Row><Timestamp at="2026-11-20T09:14:00Z" zone={ZONE} show="date" /><Timestamp at="2026-11-20T09:14:00Z" zone={ZONE} show="day" /><Timestamp at="2026-11-20T09:14:00Z" zone="America/New_York" show="second" /></Row>
      </Specimen>
      <Specimen name="Steps">
        <Stepper label="Set up Fernhall Systems" steps={[
          { label: "What you run", state: "done", href: "/gallery", note: "6 systems" },
          { label: "Frameworks", state: "done", href: "/gallery", note: "SOC 2, ISO 27001" },
          { label: "Controls", state: "current", href: "/gallery" },
          { label: "Owners", state: "skipped", href: "/gallery", note: "Left for later" },
          { label: "First readiness", state: "open" },
        ]} />
      </Specimen>
      <Specimen name="Text, changed"><DiffText before="Alert receivers are the on-call rota; reviewed yearly." after="Alert receivers are the on-call rota; the rota is reviewed quarterly." /></Specimen>
      <Specimen name="Banners">
        <Banner tone="fault" title="Population partial.">Prometheus not read since 03:00; 5 of 6 sources complete.</Banner>
        <Banner tone="info" title="As of 9 Oct 2026, 12:00." action={<LinkButton href="/gallery">Back to today</LinkButton>}>What was known then; later corrections are left out.</Banner>
        <Banner tone="caution" title="3 omissions.">Listed in omissions.json, with their causes.</Banner>
        <Banner tone="critical" title="Counts differ.">250 announced, 248 received.</Banner>
        <Banner tone="positive" title="Packet verified.">All five layers hold.</Banner>
        <Banner tone="inert" title="Read-only.">Your access ends 12 Feb 2027.</Banner>
      </Specimen>
      <Specimen name="Coverage"><CoverageBar label="Period coverage, 1 Oct – 31 Dec 2026" lanes={LANES} ticks={TICKS} today={TODAY} holes={HOLES} /></Specimen>
      <Specimen name="Chain"><Chain label="INC-2026-009, event to closure" nodes={CHAIN} /><Chain label="ALR-4136, broken" nodes={BROKEN_CHAIN} /></Specimen>
      <Specimen name="Timeline"><Timeline days={TIMELINE} /></Specimen>
      <Specimen name="Text with line numbers"><EditorSpecimen /></Specimen>
      <Specimen name="Why it matched"><ConditionTree nodes={CONDITIONS} /><LogLines label="Matching log lines" lines={LOG} /><CommandLines label="Verify it yourself" lines={["# unchanged, nothing missing", "sha256sum -c manifest-sha256.txt", "openssl cms -verify -cades -binary -inform DER \\", "    -in signatures/tagmanifest.p7s -content tagmanifest-sha256.txt"]} /></Specimen>
    </>
  );
}
