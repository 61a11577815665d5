import type { Metadata } from "next";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { EvidenceRail, EvidenceRecord } from "#app/_evidence/evidence-record.tsx";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import { readEvidence } from "#lib/evidence/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { offerPreview } from "#lib/preview/index.ts";

type PageProps = { params: Promise<{ engagement: string; evidence: string }> };

export const metadata: Metadata = { title: "Evidence" };

export default async function AuditorEvidenceRecordPage({ params }: PageProps) {
  const { engagement: id, evidence: reference } = await params;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const page = await readEvidence(context, { reference });
    const talk = await readTalk(context, [{ subjectKind: "evidence", subjectId: page.id, label: "the evidence" }]);
    await noteVisit(context, { viewed: "evidence", subjectId: page.id });
    const home = `/auditor/${id}`;
    const name = evidenceReference(page.number);
    return (
      <PageFrame crumbs={[{ label: organization.name, href: home }, { label: "Evidence", href: `${home}/evidence` }, { label: name }]} facts={portalFacts(engagement)}>
        <PageTitle title={page.title} code={name} />
        <WithRail rail={<EvidenceRail page={page} zone={engagement.timeZone} proofHref={`${home}/evidence/${page.id}/proof`} />}>
          <EvidenceRecord
            page={page}
            zone={engagement.timeZone}
            places={{
              controlHref: (code) => `${home}/controls/${code}`,
              packetHref: (packetId) => `${home}/packets/${packetId}`,
              evidenceHref: (reference) => `${home}/evidence/${reference}`,
              sourceHref: (kind, sourceId) => (kind === "incident" ? `${home}/incidents/${sourceId}` : undefined),
              preview: offerPreview(context, page),
              fileHref: page.blobSha256 === null || page.disposal !== null ? undefined : `${home}/evidence/${page.id}/file`,
            }}
          />
          <CommentSection talk={talk} place={id} zone={engagement.timeZone} />
        </WithRail>
      </PageFrame>
    );
  });
}
