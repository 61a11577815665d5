import type { Metadata } from "next";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { EvidenceRail, EvidenceRecord, type EvidencePlaces } from "#app/_evidence/evidence-record.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { evidenceReference, isHeldBack } from "#lib/evidence/client.ts";
import { readEvidence, type EvidencePage } from "#lib/evidence/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { offerPreview } from "#lib/preview/index.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { ReviewForm } from "../review-form.tsx";
import { askInspectionAction, releaseFileAction, reviewEvidenceAction } from "../actions.ts";
import { LookAgainForm, ReleaseForm } from "./file-acts.tsx";

type PageProps = { params: Promise<{ org: string; evidence: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { evidence } = await params;
  return { title: /^EV-\d+$/.test(evidence) ? evidence : "Evidence" };
}

export default async function EvidenceRecordPage({ params }: PageProps) {
  const { org, evidence: reference } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const page = await readEvidence(context, { reference });
    const talk = await readTalk(context, [{ subjectKind: "evidence", subjectId: page.id, label: "the evidence" }]);
    const role = context.actor.kind === "member" ? context.actor.role : null;
    const name = evidenceReference(page.number);
    const codes = [...new Set(page.answers.map((one) => one.controlCode))];
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Evidence", href: `/${org}/evidence` }, { label: name }]}
        facts={[
          { kind: "period", label: "Speaks from", value: <Timestamp at={page.effectiveFrom} zone={organization.timeZone} show="date" /> },
          { kind: "next", label: "Next to act", value: page.reviewState === "awaiting" ? "A reviewer" : "Nobody" },
          { kind: "sees", label: "Auditor sees", value: page.reviewState === "accepted" ? `it, in engagements over ${codes.join(", ")}` : "nothing of it" },
        ]}
      >
        <PageTitle title={page.title} code={name} />
        <WithRail rail={<EvidenceRail page={page} zone={organization.timeZone} proofHref={`/${org}/evidence/${page.id}/proof`} />}>
          <EvidenceRecord page={page} zone={organization.timeZone} places={{ ...placesOf(org, page), preview: offerPreview(context, page), fileActs: <FileActs org={org} page={page} role={role} /> }} />
          {role !== null && roleHolds(role, "evidence.review") ? <Judge org={org} page={page} /> : null}
          <CommentSection talk={talk} place={org} zone={organization.timeZone} />
        </WithRail>
      </PageFrame>
    );
  });
}

function placesOf(org: string, page: EvidencePage): EvidencePlaces {
  return {
    controlHref: (code) => `/${org}/controls/${code}`,
    packetHref: (id) => `/${org}/packets/${id}`,
    sourceHref: (kind, id) => (kind === "incident" ? `/${org}/incidents/${id}` : kind === "alert" ? `/${org}/alerts?alert=${id}` : kind === "log_segment" ? `/${org}/logs/${id}` : undefined),
    fileHref: page.blobSha256 === null ? undefined : `/${org}/evidence/${page.id}/file`,
  };
}

/** What a person may do about what was found in a file: release it where it is held back, have it looked into. */
function FileActs({ org, page, role }: { org: string; page: EvidencePage; role: Role | null }) {
  if (role === null || page.blobSha256 === null) return null;
  if (isHeldBack(page)) return roleHolds(role, "files.release") ? <ReleaseForm sha256={page.blobSha256} action={releaseFileAction.bind(null, org)} /> : <p className="text-muted">An administrator or a security analyst can release it.</p>;
  return roleHolds(role, "evidence.review") ? <LookAgainForm sha256={page.blobSha256} action={askInspectionAction.bind(null, org)} again={page.inspection !== null} /> : null;
}

function Judge({ org, page }: { org: string; page: EvidencePage }) {
  return (
    <Section title={page.reviewState === "awaiting" ? "Your review" : "Review again"} flush={false}>
      <div className="pt-3">
        {page.ownWork ? <p className="text-muted">{page.submittedBy.startsWith("key_") ? "An API key that you made submitted this evidence." : page.insteadOf.length > 0 ? "You, or somebody in your stead, submitted this evidence." : "You submitted this evidence."} Somebody else has to review it.</p>
          : <ReviewForm action={reviewEvidenceAction.bind(null, org)} evidence={{ id: page.id, name: evidenceReference(page.number), state: page.reviewState }} />}
      </div>
    </Section>
  );
}
