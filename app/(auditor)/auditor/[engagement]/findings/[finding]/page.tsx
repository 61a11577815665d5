import type { Metadata } from "next";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { FindingRail } from "#app/_finding/finding-rail.tsx";
import { FindingRecord } from "#app/_finding/finding-record.tsx";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readFileFaults } from "#lib/evidence/index.ts";
import { readFinding } from "#lib/findings/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Finding" };

export default async function AuditorFindingPage({ params }: { params: Promise<{ engagement: string; finding: string }> }) {
  const { engagement: id, finding: findingId } = await params;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const finding = await readFinding(context, { findingId });
    const faults = await readFileFaults(context, { evidenceIds: finding.evidence.map((one) => one.evidenceId) });
    const talk = await readTalk(context, [{ subjectKind: "finding", subjectId: finding.id, label: "the finding" }]);
    await noteVisit(context, { viewed: "finding", subjectId: finding.id });
    const home = `/auditor/${id}`;
    return (
      <PageFrame crumbs={[{ label: organization.name, href: home }, { label: "Findings", href: `${home}/findings` }, { label: finding.name }]} facts={portalFacts(engagement)}>
        <PageTitle title={finding.title} code={finding.name} />
        <WithRail rail={<FindingRail finding={finding} zone={engagement.timeZone} controlHref={(code) => `${home}/controls/${code}`} />}>
          <FindingRecord finding={finding} zone={engagement.timeZone} evidenceHref={(reference) => `${home}/evidence/${reference}`} faults={faults} />
          <CommentSection talk={talk} place={id} zone={engagement.timeZone} />
        </WithRail>
      </PageFrame>
    );
  });
}
