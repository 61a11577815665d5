import type { Metadata } from "next";
import { Download } from "lucide-react";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { PacketRecord } from "#app/_packet/packet-record.tsx";
import { packetStatus, requestsMet } from "#app/_packet/packet-status.ts";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { buttonClass } from "#app/_ui/button.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { readPacket } from "#lib/packets/index.ts";

export const metadata: Metadata = { title: "Packet" };

export default async function AuditorPacketPage({ params }: { params: Promise<{ engagement: string; packet: string }> }) {
  const { engagement: id, packet: packetId } = await params;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const packet = await readPacket(context, { packetId });
    // The scope gives sealed packets only; without its seal there would be nothing to show.
    if (packet.sealed === null) throw notFound("packet");
    const talk = await readTalk(context, [{ subjectKind: "packet", subjectId: packet.id, label: "the packet" }]);
    await noteVisit(context, { viewed: "packet", subjectId: packet.id });
    const home = `/auditor/${id}`;
    const path = `${home}/packets/${packet.id}`;
    return (
      <PageFrame crumbs={[{ label: organization.name, href: home }, { label: "Packets", href: `${home}/packets` }, { label: packet.name }]} facts={portalFacts(engagement, "You, to download")}>
        <PageTitle
          code={packet.name}
          title={`${packet.control.code} ${packet.control.title}`}
          note={formatDays(packet.firstDay, packet.lastDay)}
          actions={
            <>
              <a className={buttonClass()} href={`${path}/report`} download>Download report</a>
              <a className={buttonClass({ kind: "primary" })} href={`${path}/zip`} download><Download aria-hidden="true" className="size-4" strokeWidth={1.5} />Download packet, {sizeText(packet.sealed.byteLength)}</a>
            </>
          }
        />
        <p className="mb-6"><StatusBadge {...packetStatus({ ...packet, requests: requestsMet(packet.sealed.manifest.requests) })} /></p>
        <PacketRecord packet={packet} sealed={packet.sealed} />
        <CommentSection talk={talk} place={id} zone={engagement.timeZone} />
      </PageFrame>
    );
  });
}
