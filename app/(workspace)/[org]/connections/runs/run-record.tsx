import Link from "next/link";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { WithRail, RailSection } from "#app/_ui/with-rail.tsx";
import { COLLECTION_STATUS, FAILURE_WORDS, GAP_WORDS, RUN_REASON_WORDS } from "#lib/connections/client.ts";
import type { CollectionView } from "#lib/connections/index.ts";
import { KIND_WORDS } from "#lib/inventory/client.ts";
import { RefreshWhileReading } from "../../logs/[segment]/refresh-while-reading.tsx";

type Props = { org: string; run: CollectionView; zone: string; path: string; maySubmit: boolean };

/** The record of a run (information produced by the entity): what an auditor needs to judge that it is complete and accurate. */
export function RunRecord(props: Props) {
  const { org, run, maySubmit } = props;
  return (
    <>
      <PageTitle code={`COL-${run.number}`} title={run.title} note={RUN_REASON_WORDS[run.reason]} actions={maySubmit && run.endedAt !== null ? <LinkButton href={`/${org}/evidence/new?source=collection:${run.id}`}>Use as evidence</LinkButton> : undefined} />
      <RefreshWhileReading reading={run.endedAt === null && run.reason !== "received"} />
      <Notes {...props} />
      <WithRail rail={<Rail {...props} />}>
        <Counts {...props} />
        <Missing {...props} />
        <Question {...props} />
        <Pages {...props} />
      </WithRail>
    </>
  );
}

function Notes({ run, zone }: Props) {
  return (
    <>
      {run.failure === null ? null : <Banner tone="fault" title={`${FAILURE_WORDS[run.failure.kind as keyof typeof FAILURE_WORDS] ?? "The connection was removed"}.`}>{run.failure.says} Of what would have come after that, nothing is known.</Banner>}
      {run.endedAt === null ? <Banner tone="inert" title={run.reason === "received" ? "This day is not over." : run.waitsUntil === null ? "This run is under way." : "The vendor asks to be left alone."}>{run.waitsUntil === null ? "Nothing may be concluded from it yet." : <>The run goes on after <Timestamp at={run.waitsUntil} zone={zone} show="minute" />.</>}</Banner> : null}
      {run.reason === "backfill" ? <Banner tone="caution" title="Imported, not witnessed.">Asked for after the time that it speaks of: what the vendor changed or deleted before then is not in it.</Banner> : null}
      {run.skewWarned ? <Banner tone="caution" title="The vendor’s clock differs from ours.">{`By ${numberText(Math.round(Math.abs(run.skewMs ?? 0) / 1000))} seconds at its widest: times on both sides are told as each clock had them.`}</Banner> : null}
      {run.hashHolds === false ? <Banner tone="critical" title="This record was changed after it was made.">Computed again now, its hash is another than the one that was kept.</Banner> : null}
    </>
  );
}

function Counts({ run }: Props) {
  const count = (of: CollectionView["announced"]): string => (of === null ? "not said" : `${numberText(of.total)} ${KIND_WORDS[of.kind as keyof typeof KIND_WORDS]?.many.toLowerCase() ?? of.kind}${of.exact ? "" : ", approximately"}`);
  const statuses = Object.entries(run.statusCounts).map(([status, times]) => `${status === "none" ? "no answer" : status}: ${numberText(times)}`).join(", ");
  return (
    <Section title="Completeness" flush={false} aside={<StatusBadge {...COLLECTION_STATUS[run.completeness]} />}>
      <KeyValue wide items={[
        { key: "Came", value: `${numberText(run.items)} ${run.items === 1 ? "item" : "items"} in ${numberText(run.pages)} ${run.pages === 1 ? "page" : "pages"}, ${numberText(run.rows)} ${run.rows === 1 ? "record" : "records"}` },
        { key: "The vendor counts", value: count(run.announced) },
        { key: "Counted on another route", value: run.secondRoute === null ? "no other route" : `${count(run.secondRoute)} (${run.secondRoute.route ?? "another operation"})` },
        { key: "Could not be read", value: numberText(run.unreadable) },
        { key: "Gone since the last listing", value: run.listing === "full" && run.completeness === "complete" ? numberText(run.removed) : "not judged: only a complete full listing tells" },
        { key: "Requests", value: `${numberText(run.requests)}, ${numberText(run.retries)} of them repeated; answers ${statuses === "" ? "none" : statuses}; ${sizeText(run.bytes)}` },
      ]} />
    </Section>
  );
}

function Missing({ run }: Props) {
  if (run.gaps.length === 0) return null;
  return (
    <Section title="What is missing, and why" count={run.gaps.length} flush={false}>
      <ul className="grid gap-2 pt-2">
        {run.gaps.map((gap, index) => (
          <li key={index} className="grid gap-0.5">
            <span className="flex flex-wrap items-center gap-3"><StatusInline status="partial" word={GAP_WORDS[gap.reason]} /><code className="break-all">{gap.operation}</code>{gap.scope === null ? null : <span className="text-muted">{gap.scope}</span>}</span>
            <span className="text-muted">{gap.says}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Question({ run, zone }: Props) {
  return (
    <Section title="What was asked, of whom" flush={false}>
      <KeyValue wide items={[
        { key: "Connector", value: `${run.connector} ${run.connectorVersion}, collector ${run.collector}` },
        { key: "The vendor knew us as", value: run.identity === null ? "not known" : `${run.identity.name} (${run.identity.id}), limited to ${run.identity.tenant}` },
        { key: "Credential", value: <code>{run.credentialFingerprint}</code> },
        { key: "Settings", value: <code className="break-all">{JSON.stringify(run.settings)}</code> },
        { key: "Asked for", value: run.reason === "received" ? "nothing: it was sent to us" : run.listing === "full" ? "everything that exists" : "what changed since the last complete run" },
        { key: "From", value: run.fromAt === null ? "since ever" : <Timestamp at={run.fromAt} zone={zone} show="second" /> },
        { key: "Until, exclusive", value: <Timestamp at={run.untilAt} zone={zone} show="second" /> },
        { key: "Asked for by", value: run.requestedByName },
        { key: "Begun, by our clock", value: <Timestamp at={run.startedAt} zone={zone} show="second" /> },
        { key: "Ended, by our clock", value: run.endedAt === null ? "not yet" : <Timestamp at={run.endedAt} zone={zone} show="second" /> },
        { key: "Last time of the server", value: run.serverAt === null ? "the server does not say" : <Timestamp at={run.serverAt} zone={zone} show="second" /> },
        { key: "Taken up", value: `${numberText(run.attempts)} ${run.attempts === 1 ? "time" : "times"}` },
      ]} />
    </Section>
  );
}

function Pages({ run, path }: Props) {
  const [first, last] = [run.firstPages[0], run.firstPages.at(-1)];
  return (
    <Section title="Pages" count={run.pages} flush={false} aside={first === undefined || last === undefined ? undefined : `${first.sequence + 1} to ${last.sequence + 1}`}>
      <ul className="grid gap-2 pt-2">
        {run.firstPages.map((page) => (
          <li key={page.sequence} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link prefetch={false} className="link" href={hrefWith(path, {}, { run: run.id, page: String(page.sequence) })}>Page {page.sequence + 1}</Link>
            <span className="text-muted">{[...new Set(page.operations.map(({ operation }) => operation))].join(", ")}</span>
            <span>{numberText(page.rows)} records</span>
            <Hash value={page.copySha256} label={`SHA-256 of the stored copy of page ${page.sequence + 1}`} />
          </li>
        ))}
      </ul>
      {last !== undefined && last.sequence + 1 < run.pages ? <p className="pt-3"><Link prefetch={false} className="link" href={hrefWith(path, {}, { run: run.id, from: String(last.sequence + 1) })}>Later pages</Link></p> : null}
    </Section>
  );
}

function Rail({ org, run }: Props) {
  return (
    <RailSection title="Record">
      <KeyValue items={[
        { key: "Connection", value: <Link prefetch={false} className="link" href={hrefWith(`/${org}/connections`, {}, { connection: run.connectionId })}>{run.connectionName}</Link> },
        { key: "SHA-256", value: run.sha256 === null ? "once it has ended" : <Hash value={run.sha256} label="SHA-256 of the record" copy /> },
        { key: "Computed again", value: run.hashHolds === null ? "once it has ended" : <StatusInline status={run.hashHolds ? "pass" : "fail"} word={run.hashHolds ? "The same" : "Another"} /> },
      ]} />
    </RailSection>
  );
}
