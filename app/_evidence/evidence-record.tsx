import type { ReactNode } from "react";
import Link from "next/link";
import { Banner } from "#app/_ui/banner.tsx";
import { Chain, type ChainNode } from "#app/_ui/chain.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection } from "#app/_ui/with-rail.tsx";
import { ruleName } from "#lib/acceptance/client.ts";
import { evidenceReference, fileFaultOf, SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import type { EvidencePage } from "#lib/evidence/index.ts";
import type { PreviewOffer } from "#lib/preview/index.ts";
import { periodText, REVIEW_STATUS } from "./evidence-table.tsx";
import { FileFindings } from "./file-findings.tsx";
import { FilePreview } from "./file-preview.tsx";
import { DamageBanner, FileStorage } from "./file-storage.tsx";
import { inStead } from "./in-stead.ts";
import { CheckSource } from "./check-source.tsx";
import { StandardSource } from "./standard-source.tsx";
import { CollectionSource } from "./collection-source.tsx";
import { PopulationSource } from "./population-source.tsx";
import { RuleFacts } from "./rule-facts.tsx";
import { RecordedAt } from "./recorded-at.tsx";

/** Addresses of what an evidence is tied to; undefined where the person who looks may not go. */
export type EvidencePlaces = {
  controlHref: (code: string) => string;
  packetHref: (id: string) => string;
  evidenceHref: (reference: string) => string;
  sourceHref: (kind: EvidencePage["sourceKind"], id: string) => string | undefined;
  /** Where the file's bytes come from; undefined when it has none. */
  fileHref: string | undefined;
  /** Where the file is shown, or why it is not. */
  preview?: PreviewOffer | null;
  /** What can be done about what was found in the file. */
  fileActs?: ReactNode;
  /** How to have the file read again where it is stored. */
  storageAct?: ReactNode;
  /** How to say whose place it takes. */
  placeActs?: ReactNode;
};

/** The chain of an evidence and what it says: the same record for staff and auditors. */
export function EvidenceRecord({ page, zone, places }: { page: EvidencePage; zone: string; places: EvidencePlaces }) {
  return (
    <>
      {page.disposal === null ? null : <div className="mt-4"><DisposalBanner page={page} disposal={page.disposal} zone={zone} /></div>}
      {page.changed === null ? null : <div className="mt-4"><ChangedBanner changed={page.changed} /></div>}
      <DamageBanner page={page} zone={zone} />
      {page.sourceMatches === false ? <div className="mt-4"><Banner tone="critical" title="The source is not what was recorded.">Its hash differs from the one taken at submission, or it is gone. This evidence proves nothing until that is explained.</Banner></div> : null}
      {page.source?.incomplete == null ? null : <div className="mt-4"><Banner tone="caution" title="The source is not finished.">{page.source.incomplete}</Banner></div>}
      {page.successors.filter((one) => one.holds).map((one) => (
        <div key={one.id} className="mt-4"><Banner tone="info" title={<><Link className="link" href={places.evidenceHref(evidenceReference(one.number))}>{evidenceReference(one.number)}</Link> takes its place.</>}>From <Timestamp at={one.from} zone={zone} show="date" /> on that is what proves; this proves the time before.</Banner></div>
      ))}
      <Section title="Chain" count={`Times in ${zone}`}><Chain label={`Chain of ${evidenceReference(page.number)}`} nodes={chainOf(page, zone)} /></Section>
      <SourceSection page={page} places={places} zone={zone} />
      <FilePreview offer={places.preview ?? null} fileName={page.fileName} />
      <Section title="Answers" count={`${page.answers.length} ${page.answers.length === 1 ? "request" : "requests"}`} flush={false}>
        <ul className="grid gap-1 pt-2">
          {page.answers.map((answer) => <li key={answer.requestId}><Link className="link mono" href={places.controlHref(answer.controlCode)}>{answer.controlCode}</Link> {answer.requestTitle}</li>)}
        </ul>
      </Section>
      <PlaceSection page={page} places={places} zone={zone} />
      <ReviewSection page={page} zone={zone} controlHref={places.controlHref} />
      <Section title="Packets" count={page.packets.length === 0 ? "in none yet" : page.packets.length} flush={false}>
        <ul className="grid gap-1 pt-2">
          {page.packets.map((packet) => <li key={packet.id}><Link className="link" href={places.packetHref(packet.id)}>PKT-{packet.number}</Link> <span className="text-muted">{packet.firstDay} to {packet.lastDay}, sealed <Timestamp at={packet.sealedAt} zone={zone} /></span></li>)}
        </ul>
      </Section>
    </>
  );
}

/** That something was taken out of the file, and what that shows. */
function RedactionNote({ redaction, zone }: { redaction: NonNullable<EvidencePage["redaction"]>; zone: string }) {
  return (
    <div className="grid gap-1">
      <p className="max-w-[72ch]"><strong className="font-semibold">Redacted.</strong> {redaction.removed} taken out by {redaction.maker}, <Timestamp at={redaction.madeAt} zone={zone} />. {redaction.reason}</p>
      <p className="max-w-[72ch] text-muted">The commitment fixes which original it was made from and shows nothing of it; that the rest is unchanged shows only who is given the original and its salt. Commitment <Hash value={redaction.commitment} copy /></p>
    </div>
  );
}

/** That the row was changed past Tickmark: nothing that it says can be relied on. */
function ChangedBanner({ changed: { index, field } }: { changed: NonNullable<EvidencePage["changed"]> }) {
  return (
    <Banner tone="critical" title="Changed past Tickmark.">
      {field === null ? "A record of it is gone that" : `Its ${field} is not what was recorded:`} {index === null ? "the ledger’s entry, which waits for its place, commits to" : `entry ${index} of the ledger commits to`}{field === null ? "" : " another"}. It proves nothing until that is explained.
    </Banner>
  );
}

const DISPOSED_WORDS = {
  destroyed: "The file and its key were destroyed",
  needed_elsewhere: "The file is not given out here any more; another record still needs the same bytes",
  note: "The note is gone",
  address: "The address and its note are gone",
};

/** That the content was destroyed on purpose: neither missing nor altered. What stays is said. */
function DisposalBanner({ page, disposal, zone }: { page: EvidencePage; disposal: NonNullable<EvidencePage["disposal"]>; zone: string }) {
  return (
    <Banner tone="info" title={<>Disposed of on <Timestamp at={disposal.at} zone={zone} show="date" />.</>}>
      {disposal.reason} <span className="text-muted">Approved by {disposal.approver}. {DISPOSED_WORDS[disposal.content]}; its hash, size, reviews and place in the ledger stay.{page.packets.length > 0 ? " Packets that were made before carry a copy of their own." : ""}</span>
    </Banner>
  );
}

function writtenAt({ sourceKind, webAddress }: EvidencePage): string {
  if (sourceKind !== "link") return "Written here";
  return webAddress === null ? "Address disposed of" : new URL(webAddress).host;
}

function chainOf(page: EvidencePage, zone: string): ChainNode[] {
  const at = (instant: Date) => ({ time: formatInstant(instant, zone, "clock"), iso: instant.toISOString(), date: formatInstant(instant, zone, "day") });
  const review = page.reviews[0];
  const judged = page.reviewState === "accepted" ? "closed" as const : page.reviewState === "rejected" ? "broken" as const : "open" as const;
  return [
    { name: SOURCE_KIND_WORDS[page.sourceKind], state: "done", ...(page.source === null ? {} : at(page.source.from)), detail: page.source?.name ?? page.fileName ?? writtenAt(page) },
    { name: "Collected", state: "done", ...at(page.collectedAt) },
    { name: "Submitted", state: "done", ...at(page.recordedAt), detail: inStead(page.submitter, page.insteadOf) },
    { name: page.reviewState === "rejected" ? "Rejected" : "Accepted", state: judged, ...(review === undefined ? {} : at(review.at)), ...(review === undefined ? {} : { detail: review.reviewer }) },
    { name: "In a packet", state: page.packets.length > 0 ? "done" : "open", ...(page.packets[0] === undefined ? {} : { ...at(page.packets[0].sealedAt), detail: `PKT-${page.packets[0].number}` }) },
  ];
}

function SourceSection({ page, places, zone }: { page: EvidencePage; places: EvidencePlaces; zone: string }) {
  const href = places.sourceHref(page.sourceKind, page.sourceId);
  return (
    <Section title="Source" count={SOURCE_KIND_WORDS[page.sourceKind]} flush={false}>
      <div className="grid gap-3 pt-2">
        {page.source === null ? null : <p>{href === undefined ? page.source.name : <Link className="link" href={href}>{page.source.name}</Link>} <span className="text-muted">{page.source.facts}</span></p>}
        {page.blobSha256 === null ? null : <FileLine page={page} href={places.fileHref} zone={zone} />}
        {page.webAddress === null ? null : <WebAddress address={page.webAddress} />}
        <FileStorage page={page} zone={zone} act={places.storageAct} />
        {page.redaction === null ? null : <RedactionNote redaction={page.redaction} zone={zone} />}
        {page.disposal === null ? <FileFindings page={page} zone={zone} acts={places.fileActs} /> : null}
        {page.sourceKind === "population" && page.source?.canonical != null ? <PopulationSource record={page.source.canonical} places={places} /> : null}
        {page.sourceKind === "collection" && page.source?.canonical != null ? <CollectionSource record={page.source.canonical} /> : null}
        {page.sourceKind === "standard" && page.source?.canonical != null ? <StandardSource record={page.source.canonical} /> : null}
        {page.sourceKind === "check" && page.source !== null ? <CheckSource restsOn={page.source.restsOn} places={places} /> : null}
        {page.note === "" ? null : <p className="max-w-[72ch] text-base whitespace-pre-line">{page.note}</p>}
        <p className="text-muted">{page.sourceKind === "link" ? "SHA-256 of the address" : page.redaction === null ? "SHA-256 of the source" : "SHA-256 of the redacted version"} <Hash value={page.sourceHash} copy /></p>
      </div>
    </Section>
  );
}

/** Where a link leads, and what it does not prove. */
function WebAddress({ address }: { address: string }) {
  return (
    <div className="max-w-[72ch]">
      <p><a className="link break-all" href={address} rel="noreferrer noopener">{address}</a></p>
      <p className="text-muted">The address is kept, not what it shows. That can change or go after somebody looked at it.</p>
    </div>
  );
}

function FileLine({ page, href, zone }: { page: EvidencePage; href: string | undefined; zone: string }) {
  const { fileName, byteLength, originalPath, originalModifiedAt } = page;
  return (
    <div>
      <p className="wrap-anywhere">
        {href === undefined || fileFaultOf(page) !== null ? fileName : <a className="link" href={href} download>{fileName}</a>}{" "}
        <span className="text-muted">{sizeText(Number(byteLength ?? 0n))}</span>
      </p>
      {originalPath === null && originalModifiedAt === null ? null : (
        <p className="text-muted wrap-anywhere">As its sender’s machine says: {originalPath === null ? "" : `it lay at ${originalPath}`}{originalPath !== null && originalModifiedAt !== null ? ", " : ""}{originalModifiedAt === null ? "" : <>last written <Timestamp at={originalModifiedAt} zone={zone} /></>}.</p>
      )}
    </div>
  );
}

/** Whose place it takes and what takes its place: the line of versions that it stands in. */
function PlaceSection({ page, places, zone }: { page: EvidencePage; places: EvidencePlaces; zone: string }) {
  const { predecessors, successors, couldReplace } = page;
  if (predecessors.length + successors.length === 0 && (couldReplace.length === 0 || places.placeActs === undefined)) return null;
  const line = (one: EvidencePage["successors"][number], word: string) => (
    <li key={`${word} ${one.id}`}>
      <p>{word} <Link className="link mono" href={places.evidenceHref(evidenceReference(one.number))}>{evidenceReference(one.number)}</Link> {one.title} <span className="text-muted">from <Timestamp at={one.from} zone={zone} show="date" />{one.holds ? "" : ", once the newer one is accepted"}; said by {one.by}, <Timestamp at={one.at} zone={zone} /></span></p>
      {one.reason === "" ? null : <p className="max-w-[72ch] pl-6 whitespace-pre-line">{one.reason}</p>}
    </li>
  );
  return (
    <Section title="Versions" flush={false}>
      <ul className="grid gap-2 pt-2">
        {predecessors.map((one) => line(one, "Takes the place of"))}
        {successors.map((one) => line(one, "Gives its place to"))}
      </ul>
      {places.placeActs === undefined ? null : <div className="grid gap-3 pt-2">{places.placeActs}</div>}
    </Section>
  );
}

function ReviewSection({ page, zone, controlHref }: { page: EvidencePage; zone: string; controlHref: EvidencePlaces["controlHref"] }) {
  const { acceptedBy } = page;
  return (
    <Section title="Review" count={page.reviews.length === 0 ? "not judged yet" : acceptedBy === null ? undefined : "by rule, no person has looked"} flush={false}>
      {acceptedBy === null ? null : <div className="max-w-[640px] pt-3"><h3 className="pb-2 font-medium">Rule {ruleName(acceptedBy.number)}</h3><RuleFacts rule={acceptedBy} zone={zone} controlHref={controlHref} /></div>}
      <ul className="grid gap-2 pt-2">
        {page.reviews.map((review) => (
          <li key={review.id}>
            <StatusInline status={review.decision} /> <span className="text-muted">{review.reviewer}, <RecordedAt at={review.at} isAhead={review.isAhead} zone={zone} /></span>
            {review.reason === "" ? null : <p className="max-w-[72ch] pl-6 whitespace-pre-line">{review.reason}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function LedgerFact({ commitment, zone, proofHref }: { commitment: EvidencePage["commitment"]; zone: string; proofHref: string }) {
  if (commitment === null) return "no entry";
  const { index, checkpoint, clockStep, leafHash } = commitment;
  return (
    <div className="grid gap-1">
      {checkpoint === null || index === null
        ? <span>{index === null ? "Waits for its place." : `Entry ${numberText(index)}.`} <span className="text-muted">Signed within the hour.</span></span>
        : <span>Entry {numberText(index)} of {numberText(checkpoint.size)}, signed <Timestamp at={checkpoint.recordedAt} zone={zone} /></span>}
      {clockStep === null ? null : <span>Its place counts, not its time: the clock had been set back from <Timestamp at={clockStep.before} zone={zone} /></span>}
      <Hash value={leafHash} label="Leaf" copy />
      {checkpoint === null ? null : <a className="link" href={proofHref} download>Proof of inclusion</a>}
    </div>
  );
}

/** The facts of an evidence that stay in sight. */
export function EvidenceRail({ page, zone, proofHref }: { page: EvidencePage; zone: string; proofHref: string }) {
  return (
    <RailSection>
      <StatusBadge status={REVIEW_STATUS[page.reviewState]} />
      <div className="mt-3">
        <KeyValue
          items={[
            { key: "Speaks for", value: periodText(page, zone) },
            { key: "From", value: <Timestamp at={page.effectiveFrom} zone={zone} /> },
            { key: "Until", value: <Timestamp at={page.effectiveUntil} zone={zone} /> },
            { key: "Collected", value: <Timestamp at={page.collectedAt} zone={zone} /> },
            { key: "Submitted", value: <><RecordedAt at={page.recordedAt} isAhead={page.isAhead} zone={zone} /> by {inStead(page.submitter, page.insteadOf)}</> },
            { key: "Ledger", value: <LedgerFact commitment={page.commitment} zone={zone} proofHref={proofHref} /> },
          ]}
        />
      </div>
    </RailSection>
  );
}
