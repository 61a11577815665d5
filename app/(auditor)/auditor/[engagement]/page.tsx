import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { FaultSign } from "#app/_evidence/fault-sign.tsx";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { listControls } from "#lib/controls/index.ts";
import { noteVisit, readAuditorHome, readEngagement, type AuditorHome, type News } from "#lib/engagements/index.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import { readFileFaults, type FileFaults } from "#lib/evidence/index.ts";
import { INCIDENT_STATUS_WORDS } from "#lib/incidents/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { listPackets, type PacketListRow } from "#lib/packets/index.ts";

export const metadata: Metadata = { title: "New since last visit" };

/** Packets that the page names; the list has all of them. */
const PACKETS_SHOWN = 20;

export default async function AuditorHomePage({ params }: { params: Promise<{ engagement: string }> }) {
  const { engagement: id } = await params;
  return runAuditorPage(id, async (context) => {
    // First, so that this visit has begun when what is new to it is read.
    await noteVisit(context, { viewed: "home" });
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const news = await readAuditorHome(context, {});
    const faults = await readFileFaults(context, { evidenceIds: news.evidence.rows.map((one) => one.id) });
    const packets = await listPackets(context, { size: PACKETS_SHOWN, ...(news.since === null ? {} : { sealedAfter: news.since }) });
    const talk = await readTalk(context, [{ subjectKind: "engagement", subjectId: id, label: "the engagement" }]);
    const controls = (await listControls(context, { size: 200 })).rows;
    const path = `/auditor/${id}`;
    const { timeZone: zone, standing } = engagement;
    const left = standing.phase === "ended" ? "The period has ended" : standing.phase === "before" ? `The period begins in ${standing.daysToStart} days` : `Day ${standing.dayNumber} of ${standing.totalDays}`;
    return (
      <PageFrame crumbs={[{ label: organization.name }, { label: "New since last visit" }]} facts={portalFacts(engagement, newsCount(news, packets.rows) > 0 ? "You, to look" : "Nobody: nothing is new")}>
        <PageTitle title="New since last visit" note={news.since === null ? "your first visit: everything is new" : <>which began <Timestamp at={news.since} zone={zone} /></>} />
        <p className="text-muted">{left}, {formatDays(engagement.firstDay, engagement.lastDay)} in {zone}.</p>
        <EvidenceNews news={news.evidence} faults={faults} path={path} zone={zone} />
        <IncidentNews news={news.incidents} path={path} zone={zone} />
        <PacketNews news={{ rows: packets.rows, more: packets.nextCursor !== null }} path={path} zone={zone} />
        <Section title="Controls of the engagement" count={controls.length} flush={false}>
          <ul>
            {controls.map((one) => (
              <Line key={one.controlId}>
                <Link className="link" href={`${path}/controls/${one.code}`}><span className="mono">{one.code}</span> {one.title}</Link>
                <span className="flex flex-wrap gap-x-4"><StatusInline status={one.status} /><span className="text-muted">{one.proven} of {one.total} requests proven</span></span>
              </Line>
            ))}
          </ul>
        </Section>
        <CommentSection talk={talk} place={id} zone={zone} />
      </PageFrame>
    );
  });
}

function newsCount({ evidence, incidents }: AuditorHome, packets: readonly PacketListRow[]): number {
  return evidence.rows.length + incidents.rows.length + packets.length;
}

type Part<Row> = { news: News<Row>; path: string; zone: string };

function EvidenceNews({ news, faults, path, zone }: Part<AuditorHome["evidence"]["rows"][number]> & { faults: FileFaults }) {
  return (
    <NewsSection title="Evidence accepted" news={news} allHref={`${path}/evidence`} allWords="All evidence" none="No evidence was accepted.">
      {news.rows.map((one) => (
        <Line key={one.id}>
          <Link className="link" href={`${path}/evidence/${evidenceReference(one.number)}`}><span className="mono">{evidenceReference(one.number)}</span> {one.title}</Link>
          <span className="text-muted"><span className="mono">{one.controlCodes.join(", ")}</span>, accepted <Timestamp at={one.acceptedAt} zone={zone} /> <FaultSign fault={faults.get(one.id)} /></span>
        </Line>
      ))}
    </NewsSection>
  );
}

function IncidentNews({ news, path, zone }: Part<AuditorHome["incidents"]["rows"][number]>) {
  return (
    <NewsSection title="Incidents changed" news={news} allHref={`${path}/incidents`} allWords="All incidents" none="No incident changed.">
      {news.rows.map((one) => (
        <Line key={one.id}>
          <Link className="link" href={`${path}/incidents/${one.id}`}><span className="mono">{one.name}</span> {one.title}</Link>
          <span className="text-muted">{INCIDENT_STATUS_WORDS[one.status]}, {one.entries} new {one.entries === 1 ? "entry" : "entries"}, the last <Timestamp at={one.changedAt} zone={zone} /></span>
        </Line>
      ))}
    </NewsSection>
  );
}

function PacketNews({ news, path, zone }: Part<PacketListRow>) {
  return (
    <NewsSection title="Packets sealed" news={news} allHref={`${path}/packets`} allWords="All packets" none="No packet was sealed.">
      {news.rows.map((one) => (
        <Line key={one.id}>
          <Link className="link" href={`${path}/packets/${one.id}`}><span className="mono">{one.name}</span> {one.controlCode}, {formatDays(one.firstDay, one.lastDay)}</Link>
          <span className="text-muted">{one.sealedAt === null ? null : <>sealed <Timestamp at={one.sealedAt} zone={zone} /></>}{one.omissions === 0 ? "" : `, ${one.omissions} ${one.omissions === 1 ? "omission" : "omissions"}`}</span>
        </Line>
      ))}
    </NewsSection>
  );
}

type NewsSectionProps<Row> = { title: string; news: News<Row>; allHref: string; allWords: string; none: string; children: ReactNode };

function NewsSection<Row>({ title, news, allHref, allWords, none, children }: NewsSectionProps<Row>) {
  return (
    <Section title={title} count={news.more ? `more than ${news.rows.length}` : news.rows.length === 0 ? "none" : news.rows.length} aside={<Link className="link" href={allHref}>{allWords}</Link>} flush={false}>
      {news.rows.length === 0 ? <p className="pt-3 text-muted">{none}</p> : <ul>{children}</ul>}
    </Section>
  );
}

function Line({ children }: { children: ReactNode }) {
  return <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-line-soft py-2">{children}</li>;
}
