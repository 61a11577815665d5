import Link from "next/link";
import { periodText } from "#app/_evidence/evidence-table.tsx";
import { Badge } from "#app/_ui/badge.tsx";
import { countText } from "#app/_ui/count-text.ts";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { SelectAll } from "#app/_ui/select-all.tsx";
import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { evidenceReference, FILE_FAULT_WORDS, SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import type { Inbox, InboxRow } from "#lib/evidence/index.ts";
import { FINDING_WORDS } from "#lib/inspection/client.ts";
import { SourceKind } from "#prisma/generated/enums.ts";
import { judgeManyAction } from "../actions.ts";
import { itemHref, type inboxFilter, type InboxPlace } from "./inbox-place.ts";
import { JudgeMany } from "./judge-many.tsx";

type Props = { place: InboxPlace; inbox: Inbox; filter: ReturnType<typeof inboxFilter>; codes: readonly string[]; chosenId: string | undefined };

const FORM = "inbox";

/** The left side of the inbox: what waits for this person, the longest past first. */
export function InboxList({ place, inbox, filter, codes, chosenId }: Props) {
  const { org, path, query } = place;
  const first = { item: null, done: null };
  const any = (label: string, name: string, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: null, ...first }), current });
  return (
    <section className="triage-list" aria-label="Waiting for review">
      <header className="triage-head">
        <h1>Review inbox <span className="font-normal text-muted">{countText(inbox.waiting)} to judge</span></h1>
        <FilterBar>
          <FilterMenu label="Control" options={[any("Any control", "control", filter.controlCode === undefined), ...codes.map((code) => ({ label: code, href: hrefWith(path, query, { control: code, ...first }), current: filter.controlCode === code }))]} />
          <FilterMenu label="Source" options={[any("Any source", "source", filter.sourceKind === undefined), ...Object.values(SourceKind).map((kind) => ({ label: SOURCE_KIND_WORDS[kind], href: hrefWith(path, query, { source: kind, ...first }), current: filter.sourceKind === kind }))]} />
          <FilterChips chips={chipsOf(place, filter)} clearHref={path} />
        </FilterBar>
        {inbox.ownWaiting === 0 ? null : <p className="text-xs text-muted">{countText(inbox.ownWaiting)} of your own {inbox.ownWaiting === 1 ? "waits" : "wait"} for somebody else.</p>}
      </header>
      {inbox.rows.length === 0 ? <Nothing org={org} path={path} filtered={filter.controlCode !== undefined || filter.sourceKind !== undefined} /> : (
        <JudgeMany id={FORM} action={judgeManyAction.bind(null, org)} total={inbox.matching} home={`/${org}/evidence`} given={{ upToNumber: String(inbox.upToNumber), control: filter.controlCode ?? "", source: filter.sourceKind ?? "" }}>
          <div className="triage-rows-head"><span className="inline-flex items-center gap-2"><SelectAll form={FORM} label="Select all on this page" />Longest past first</span><span>Speaks for</span></div>
          <ul className="triage-rows">{inbox.rows.map((row) => <Row key={row.id} row={row} place={place} chosen={row.id === chosenId} />)}</ul>
        </JudgeMany>
      )}
      <p className="triage-more flex gap-4">
        {query["after"] === undefined ? null : <Link className="link" href={hrefWith(path, query, first)}>Back to the first</Link>}
        {inbox.nextCursor === null ? null : <Link className="link" href={hrefWith(path, query, { ...first, after: inbox.nextCursor })}>Next page</Link>}
      </p>
    </section>
  );
}

function Row({ row, place, chosen }: { row: InboxRow; place: InboxPlace; chosen: boolean }) {
  const name = evidenceReference(row.number);
  const codes = [...new Set(row.answers.map((one) => one.controlCode))];
  return (
    <li className="inbox-line" data-chosen={chosen || undefined}>
      <label className="select-target"><input type="checkbox" className="check" name="selected" value={row.id} form={FORM} aria-label={`Select ${name}`} /></label>
      <Link prefetch={false} href={itemHref(place, row.number)} className="inbox-row row-link" aria-current={chosen ? "true" : undefined}>
        <span className="inbox-title">{row.title}</span>
        <span className="inbox-period num">{periodText(row, place.zone)}</span>
        <span className="inbox-facts"><span className="mono">{name}</span> {SOURCE_KIND_WORDS[row.sourceKind]} for <span className="mono">{codes.join(", ")}</span></span>
        <span className="inbox-since text-muted">{row.submitter}, <Timestamp at={row.recordedAt} zone={place.zone} show="day" /></span>
        <Flags row={row} />
      </Link>
    </li>
  );
}

/** What a reviewer should know of a file before opening it. */
function Flags({ row: { file } }: { row: InboxRow }) {
  if (file === null) return null;
  const grave = file.findings.filter((one) => FINDING_WORDS[one.kind].grave);
  if (file.known && file.fault === null && grave.length === 0) return null;
  return (
    <span className="inbox-flags">
      {file.fault === null ? null : <StatusBadge status={FILE_FAULT_WORDS[file.fault].status} word={FILE_FAULT_WORDS[file.fault].word} />}
      {grave.map(({ kind }) => <Badge key={kind} tone="critical" glyph="fail">{FINDING_WORDS[kind].title}</Badge>)}
      {file.known ? null : <Badge tone="inert" glyph="unknown">Not looked into yet</Badge>}
    </span>
  );
}

function Nothing({ org, path, filtered }: { org: string; path: string; filtered: boolean }) {
  if (filtered) return <EmptyState kind="no_result" title="Nothing that matches waits" action={<Link className="link" href={path}>Clear the filters</Link>}>The filters above leave nothing. Other evidence may wait.</EmptyState>;
  return <EmptyState kind="done" title="All evidence is judged" action={<Link className="link" href={`/${org}/evidence`}>All evidence</Link>}>What others submit next will appear here.</EmptyState>;
}

function chipsOf({ path, query }: InboxPlace, { controlCode, sourceKind }: ReturnType<typeof inboxFilter>): FilterChip[] {
  const chip = (field: string, name: string, value: string | undefined): FilterChip[] => (value === undefined ? [] : [{ field, operator: "is", value, removeHref: hrefWith(path, query, { [name]: null, item: null, done: null }) }]);
  return [...chip("Control", "control", controlCode), ...chip("Source", "source", sourceKind === undefined ? undefined : SOURCE_KIND_WORDS[sourceKind])];
}
