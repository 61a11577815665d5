import type { Metadata } from "next";
import Link from "next/link";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { PacketTable } from "#app/_packet/packet-table.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection, WithRail } from "#app/_ui/with-rail.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { engagementLabel } from "#lib/engagements/client.ts";
import { readEngagement, type EngagementView } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { listPackets } from "#lib/packets/index.ts";
import { addAuditorAction, removeAuditorAction } from "../actions.ts";
import { lastInstant } from "../engagement-columns.tsx";
import { standingWords } from "../standing-words.ts";
import { AddAuditorForm } from "./add-auditor-form.tsx";
import { RemoveAuditor, type RemoveAuditorAction } from "./remove-auditor.tsx";

type PageProps = { params: Promise<{ org: string; engagement: string }> };

export const metadata: Metadata = { title: "Engagement" };

/** Packets of the engagement that its page names; the list of packets has all of them. */
const PACKETS_SHOWN = 10;

export default async function EngagementPage({ params }: PageProps) {
  const { org, engagement: engagementId } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId });
    const talk = await readTalk(context, [{ subjectKind: "engagement", subjectId: engagement.id, label: "the engagement" }]);
    const packets = (await listPackets(context, { engagementId, size: PACKETS_SHOWN })).rows;
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "engagements.manage");
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Engagements", href: `/${org}/engagements` }, { label: engagement.name }]}
        facts={[
          { kind: "period", label: engagementLabel(engagement), value: formatDays(engagement.firstDay, engagement.lastDay) },
          { kind: "next", label: "Next to act", value: nextOf(engagement) },
          { kind: "sees", label: "Auditors", value: `${engagement.auditFirm}, ${engagement.auditors.length}` },
        ]}
      >
        <PageTitle title={engagement.name} note={standingWords(engagement.standing)} actions={<LinkButton href={`/${org}/packets/new`}>Create packet</LinkButton>} />
        <WithRail rail={<Rail engagement={engagement} />}>
          <Section title="Controls" count={`${engagement.controls.length}, and no other is seen`} flush={false}>
            <ul className="grid gap-1.5 pt-3">
              {engagement.controls.map((one) => <li key={one.id}><Link className="link" href={`/${org}/controls/${one.code}`}><span className="mono">{one.code}</span> {one.title}</Link></li>)}
            </ul>
          </Section>
          <Section title="Auditors" count={engagement.auditors.length === 0 ? "none yet" : engagement.auditors.length} flush={false}>
            <Auditors engagement={engagement} zone={organization.timeZone} remove={may ? removeAuditorAction.bind(null, org) : null} />
            {may ? <AddAuditorForm action={addAuditorAction.bind(null, org)} engagementId={engagement.id} people={engagement.canBeAdded.map((one) => ({ value: one.id, label: `${one.name}, ${one.email}` }))} peopleHref={`/${org}/people/invite`} /> : null}
          </Section>
          <Section title="Packets" count={packets.length === 0 ? "none" : `the newest ${packets.length}`} aside={<Link className="link" href={`/${org}/packets`}>All packets</Link>}>
            <PacketTable rows={packets} zone={organization.timeZone} hrefOf={(row) => `/${org}/packets/${row.id}`} empty={<EmptyState kind="first" title="No packet was made for it yet">A packet made for the engagement appears in its auditors’ portal once it is sealed.</EmptyState>} />
          </Section>
          <CommentSection talk={talk} place={org} zone={organization.timeZone} />
        </WithRail>
      </PageFrame>
    );
  });
}

function nextOf({ auditors, standing, accessOpen }: EngagementView): string {
  if (!accessOpen) return "Nobody: access has ended";
  if (auditors.length === 0) return "You: add an auditor";
  return standing.phase === "ended" ? "The auditors" : `The owners, ${standing.daysToEnd} days left`;
}

type AuditorsProps = { engagement: EngagementView; zone: string; remove: RemoveAuditorAction | null };

function Auditors({ engagement, zone, remove }: AuditorsProps) {
  if (engagement.auditors.length === 0) return <p className="pt-3 text-muted">Nobody can enter the portal of this engagement yet.</p>;
  return (
    <ul className="grid gap-2 pt-3">
      {engagement.auditors.map((one) => (
        <li key={one.id} className="flex flex-wrap items-center gap-x-3">
          <span className="font-medium">{one.name}</span>
          <span className="text-muted">{one.email}</span>
          <span className="text-muted">{one.lastVisitAt === null ? "has not visited yet" : <>last visit began <Timestamp at={one.lastVisitAt} zone={zone} /></>}</span>
          {remove === null ? null : <RemoveAuditor action={remove} engagementId={engagement.id} memberId={one.id} name={one.name} />}
        </li>
      ))}
    </ul>
  );
}

function Rail({ engagement }: { engagement: EngagementView }) {
  return (
    <RailSection>
      {engagement.accessOpen ? null : <p className="mb-3"><StatusInline status="disabled" word="Access has ended" /></p>}
      <KeyValue
        items={[
          { key: "Audit", value: `${engagementLabel(engagement)} (${engagement.frameworkEdition})` },
          { key: "Firm", value: engagement.auditFirm },
          { key: "Period", value: formatDays(engagement.firstDay, engagement.lastDay) },
          { key: "Time zone", value: engagement.timeZone },
          { key: "Now", value: standingWords(engagement.standing) },
          { key: "Access until", value: <Timestamp at={lastInstant(engagement.accessUntil)} zone={engagement.timeZone} show="date" /> },
        ]}
      />
    </RailSection>
  );
}
