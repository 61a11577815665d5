import type { Metadata } from "next";
import { Download } from "lucide-react";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { PacketProgress } from "#app/_packet/packet-progress.tsx";
import { PacketRecord } from "#app/_packet/packet-record.tsx";
import { packetStatus, requestsMet } from "#app/_packet/packet-status.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { buttonClass, LinkButton } from "#app/_ui/button.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { readPacket, type PacketView, type SealedPart } from "#lib/packets/index.ts";
import { resolvePeopleAction, sendPacketAction } from "../actions.ts";
import { AccessLog } from "./access-log.tsx";
import { Recipients } from "./recipients.tsx";
import { SendDialog } from "./send-dialog.tsx";
import { WhoIsWho } from "./who-is-who.tsx";

type PageProps = { params: Promise<{ org: string; packet: string }> };

export const metadata: Metadata = { title: "Packet" };

export default async function PacketPage({ params }: PageProps) {
  const { org, packet: packetId } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const packet = await readPacket(context, { packetId });
    const talk = await readTalk(context, [{ subjectKind: "packet", subjectId: packet.id, label: "the packet" }]);
    const { actor } = context;
    const maySend = actor.kind === "member" && roleHolds(actor.role, "packets.create");
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Packets", href: `/${org}/packets` }, { label: packet.name }]}
        facts={[
          { kind: "period", label: packet.engagement?.label ?? "Period", value: formatDays(packet.firstDay, packet.lastDay) },
          { kind: "next", label: "Next to act", value: nextOf(packet) },
          { kind: "sees", label: "Seen by", value: seenBy(packet) },
        ]}
      >
        <PageTitle
          code={packet.name}
          title={`${packet.control.code} ${packet.control.title}`}
          note={formatDays(packet.firstDay, packet.lastDay)}
          actions={packet.sealed === null ? undefined : <Acts org={org} packet={packet} sealed={packet.sealed} maySend={maySend} />}
        />
        {packet.sealed === null ? <Unsealed org={org} packet={packet} /> : (
          <>
            <p className="mb-6"><StatusBadge {...packetStatus({ ...packet, requests: requestsMet(packet.sealed.manifest.requests) })} /></p>
            <PacketRecord packet={packet} sealed={packet.sealed} />
            {packet.pseudonymous && actor.kind === "member" && roleHolds(actor.role, "packets.resolve_people") ? <WhoIsWho action={resolvePeopleAction.bind(null, org)} packetId={packet.id} /> : null}
            <Recipients deliveries={packet.deliveries ?? []} zone={organization.timeZone} />
            <AccessLog accesses={packet.accesses ?? []} zone={organization.timeZone} />
          </>
        )}
        <CommentSection talk={talk} place={org} zone={organization.timeZone} />
      </PageFrame>
    );
  });
}

function nextOf(packet: PacketView): string {
  if (packet.status === "failed") return packet.requestedBy;
  if (packet.sealed === null) return "Tickmark";
  const waiting = (packet.deliveries ?? []).filter((one) => one.downloads === 0 && !one.expired);
  return waiting.length === 0 ? "Nobody" : waiting.length === 1 ? `${waiting[0]?.recipientName}, to download` : `${waiting.length} recipients, to download`;
}

function seenBy(packet: PacketView): string {
  const sent = packet.deliveries?.length ?? 0;
  const outside = [packet.engagement === null ? null : `auditors of ${packet.engagement.auditFirm}`, sent === 0 ? null : `${sent} ${sent === 1 ? "recipient" : "recipients"} of its report`].filter((one) => one !== null);
  return outside.length === 0 ? "nobody outside" : outside.join(", ");
}

function Acts({ org, packet, sealed, maySend }: { org: string; packet: PacketView; sealed: SealedPart; maySend: boolean }) {
  const path = `/api/packets/${org}/${packet.id}`;
  return (
    <>
      <a className={buttonClass()} href="#access-log">Access log, {packet.accesses?.length ?? 0}</a>
      {maySend ? <SendDialog action={sendPacketAction.bind(null, org)} packetId={packet.id} name={packet.name} /> : null}
      <a className={buttonClass()} href={`${path}/report`} download>Download report</a>
      <a className={buttonClass({ kind: "primary" })} href={`${path}/zip`} download><Download aria-hidden="true" className="size-4" strokeWidth={1.5} />Download packet, {sizeText(sealed.byteLength)}</a>
    </>
  );
}

function Unsealed({ org, packet }: { org: string; packet: PacketView }) {
  if (packet.status === "failed") {
    return (
      <Banner tone="fault" title="The packet could not be made." alert action={<LinkButton href={`/${org}/packets/new?control=${packet.control.code}`}>Create another packet</LinkButton>}>
        {packet.error ?? "The reason is not known."} Nothing of it was handed out.
      </Banner>
    );
  }
  const { status, step, progress, error } = packet;
  return (
    <Section title="Being made" flush={false}>
      <div className="pt-4"><PacketProgress url={`/api/packets/${org}/${packet.id}/progress`} initial={{ status, step, progress, error }} /></div>
    </Section>
  );
}
