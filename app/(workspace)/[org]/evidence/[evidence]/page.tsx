import type { Metadata } from "next";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { EvidenceRail, EvidenceRecord } from "#app/_evidence/evidence-record.tsx";
import { LookAgainForm, ReadAgainForm, ReleaseForm } from "#app/_evidence/file-acts.tsx";
import { HoldEvidence, ReleaseHold } from "#app/_hold/hold-dialog.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { CLASSIFICATION_WORDS, evidenceReference, isHeldBack, whyNotAcceptable } from "#lib/evidence/client.ts";
import { readEvidence, type EvidencePage } from "#lib/evidence/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { offerPreview } from "#lib/preview/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { ReviewForm } from "../review-form.tsx";
import { askInspectionAction, classifyEvidenceAction, lookAtFileAgainAction, placeHoldAction, releaseFileAction, releaseHoldAction, restoreEvidenceAction, reviewEvidenceAction, supersedeEvidenceAction } from "../actions.ts";
import { evidencePlaces } from "../evidence-places.ts";
import { PlaceActs } from "./place-acts.tsx";
import { RedactionSection } from "./redaction-section.tsx";
import { RetentionForm } from "./retention-form.tsx";

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
        <PageTitle title={page.title} code={name} actions={role !== null && roleHolds(role, "data.hold") ? <HoldEvidence action={placeHoldAction.bind(null, org)} evidenceId={page.id} controls={controlsOf(page)} /> : undefined} />
        <Holds org={org} page={page} role={role} zone={organization.timeZone} />
        <WithRail rail={<EvidenceRail page={page} zone={organization.timeZone} proofHref={`/${org}/evidence/${page.id}/proof`} />}>
          <EvidenceRecord page={page} zone={organization.timeZone} places={{ ...evidencePlaces(org, page), preview: offerPreview(context, page), fileActs: <FileActs org={org} page={page} role={role} />, storageAct: <StorageAct org={org} page={page} role={role} />, placeActs: <PlaceActs page={page} may={mayPlace(context, page)} supersede={supersedeEvidenceAction.bind(null, org)} restore={restoreEvidenceAction.bind(null, org)} /> }} />
          <RedactionSection org={org} page={page} role={role} zone={organization.timeZone} />
          <Retention org={org} page={page} role={role} zone={organization.timeZone} />
          {role !== null && roleHolds(role, "evidence.review") ? <Judge org={org} page={page} /> : null}
          <CommentSection talk={talk} place={org} zone={organization.timeZone} />
        </WithRail>
      </PageFrame>
    );
  });
}

function controlsOf(page: EvidencePage): { id: string; code: string }[] {
  return [...new Map(page.answers.map((one) => [one.controlId, { id: one.controlId, code: one.controlCode }])).values()];
}

/** What keeps this evidence from being disposed of. */
function Holds({ org, page, role, zone }: { org: string; page: EvidencePage; role: Role | null; zone: string }) {
  const mayRelease = role !== null && roleHolds(role, "data.hold");
  return page.holds.map((hold) => (
    <div key={hold.id} className="mt-4 mb-5">
      <Banner tone="caution" title="Under legal hold." action={mayRelease ? <ReleaseHold action={releaseHoldAction.bind(null, org)} holdId={hold.id} /> : undefined}>
        {hold.reason} <span className="text-muted">{hold.placedByName}, <Timestamp at={hold.placedAt} zone={zone} />. It is not disposed of while this stands.</span>
      </Banner>
    </div>
  ));
}

/** How widely it may be known, and until when it is kept. */
function Retention({ org, page, role, zone }: { org: string; page: EvidencePage; role: Role | null; zone: string }) {
  const { retention, disposal } = page;
  if (retention === null || disposal !== null) return null;
  const { classification, retainDays, until } = retention;
  return (
    <Section title="Retention" count={CLASSIFICATION_WORDS[classification]} flush={false}>
      <p className="py-2">Kept until <Timestamp at={until} zone={zone} show="date" /> <span className="text-muted">{retainDays === null ? "as its classification says" : "by a retention of its own"}; then it is proposed to be disposed of, and a person decides.</span></p>
      {role !== null && roleHolds(role, "evidence.classify") ? <RetentionForm key={`${classification} ${retainDays ?? ""}`} action={classifyEvidenceAction.bind(null, org)} evidenceId={page.id} classification={classification} retainDays={retainDays} /> : null}
    </Section>
  );
}

/** What a person may do about what was found in a file: release it where it is held back, have it looked into. */
function FileActs({ org, page, role }: { org: string; page: EvidencePage; role: Role | null }) {
  if (role === null || page.blobSha256 === null || page.disposal !== null) return null;
  if (isHeldBack(page)) return roleHolds(role, "files.release") ? <ReleaseForm sha256={page.blobSha256} action={releaseFileAction.bind(null, org)} /> : <p className="text-muted">An administrator or a security analyst can release it.</p>;
  return roleHolds(role, "evidence.review") ? <LookAgainForm about={{ name: "sha256", value: page.blobSha256 }} action={askInspectionAction.bind(null, org)} again={page.inspection !== null} /> : null;
}

/** Whoever reviews evidence may have its file read again, now: it was put back, or they doubt it. */
function StorageAct({ org, page, role }: { org: string; page: EvidencePage; role: Role | null }) {
  if (role === null || page.blobSha256 === null || page.disposal !== null || !roleHolds(role, "evidence.review")) return null;
  return <ReadAgainForm sha256={page.blobSha256} action={lookAtFileAgainAction.bind(null, org)} />;
}

/** Whoever reviews it, or submitted it, may say whose place it takes; its requests' owners are told by the verb alone. */
function mayPlace({ actor }: Context, page: EvidencePage): boolean {
  return actor.kind === "member" && (roleHolds(actor.role, "evidence.review") || (roleHolds(actor.role, "evidence.submit") && page.submittedBy === actor.memberId));
}

function Judge({ org, page }: { org: string; page: EvidencePage }) {
  return (
    <Section title={page.reviewState === "awaiting" ? "Your review" : "Review again"} flush={false}>
      <div className="pt-3">
        {page.ownWork ? <p className="text-muted">{page.submittedBy.startsWith("key_") ? "An API key that you made submitted this evidence." : page.insteadOf.length > 0 ? "You, or somebody in your stead, submitted this evidence." : "You submitted this evidence."} Somebody else has to review it.</p>
          : <ReviewForm action={reviewEvidenceAction.bind(null, org)} evidence={{ id: page.id, name: evidenceReference(page.number), state: page.reviewState, refusal: whyNotAcceptable(page) }} />}
      </div>
    </Section>
  );
}
