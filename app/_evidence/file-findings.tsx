import type { ReactNode } from "react";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { fileFindings, FINDING_WORDS, shownType } from "#lib/inspection/client.ts";
import type { EvidencePage } from "#lib/evidence/index.ts";

/** A file by its name and what was found in it: of an evidence, or of a message. */
export type FoundIn = Pick<EvidencePage, "inspection" | "fileName" | "mediaType"> & { release: { releaser: string; releasedAt: Date; reason: string } | null };

type Props = { page: FoundIn; zone: string; /** What whoever looks may do about it. */ acts: ReactNode };

/** What is known of a file before anybody opens it: its type by content, what the virus scanner said, what was found in it. */
export function FileFindings({ page, zone, acts }: Props) {
  const { inspection, fileName, mediaType } = page;
  if (fileName === null) return null;
  if (inspection === null) {
    return (
      <div className="grid gap-2">
        <p><Sign name="unknown" /> <strong className="font-semibold">Not looked into yet.</strong> <span className="text-muted">Neither its content nor a virus scanner has been asked. Its sender calls it {mediaType}.</span></p>
        {acts}
      </div>
    );
  }
  const byContent = shownType(inspection.mediaType, fileName);
  const findings = fileFindings(fileName, inspection);
  return (
    <div className="grid gap-2">
      <p className="text-muted">By its content {byContent}{byContent === mediaType ? "" : `; its sender calls it ${mediaType}`}. Looked into <Timestamp at={inspection.inspectedAt} zone={zone} />.</p>
      <ScanLine page={page} zone={zone} />
      {findings.length === 0 ? <p><Sign name="tick" /> Nothing was found in it that acts when it is opened.</p> : (
        <ul className="grid gap-2" aria-label="Found in the file">
          {findings.map(({ kind, detail }) => (
            <li key={kind} className="flex gap-2">
              <span className="flex-none pt-0.5"><Glyph name={FINDING_WORDS[kind].grave ? "fail" : "partial"} tone={FINDING_WORDS[kind].grave ? "critical" : "caution"} /></span>
              <p className="min-w-0 max-w-[72ch]"><strong className="font-semibold">{FINDING_WORDS[kind].title}.</strong> {FINDING_WORDS[kind].meaning} <span className="text-muted wrap-anywhere">{detail}</span></p>
            </li>
          ))}
        </ul>
      )}
      {acts}
    </div>
  );
}

function Sign({ name }: { name: "tick" | "unknown" }) {
  return <span className="mr-1 inline-flex align-middle"><Glyph name={name} tone={name === "tick" ? "positive" : "inert"} /></span>;
}

/** The scanner's word with its name, version and time. That nobody scanned is said, and is never "clean". */
function ScanLine({ page: { inspection, release }, zone }: { page: FoundIn; zone: string }) {
  if (inspection === null) return null;
  const { scanVerdict, scanner, scannerVersion, scanDetail, inspectedAt } = inspection;
  const by = <span className="text-muted">{[scanner, scannerVersion?.replace(`${scanner ?? ""} `, "")].filter(Boolean).join(" ")}, <Timestamp at={inspectedAt} zone={zone} /></span>;
  if (scanVerdict === "clean") return <p><Sign name="tick" /> No virus found. {by}</p>;
  if (scanVerdict === "not_scanned") return <p><Sign name="unknown" /> Not scanned for viruses. <span className="text-muted">{scanDetail}</span></p>;
  if (scanVerdict === "failed") return <p><Sign name="unknown" /> Not scanned for viruses: the scanner could not. <span className="text-muted">{scanDetail}</span></p>;
  return (
    <div className="flex gap-2">
      <span className="flex-none pt-0.5"><Glyph name="fail" tone="critical" /></span>
      <p className="min-w-0 max-w-[72ch]">
        <strong className="font-semibold">The virus scanner found {scanDetail}.</strong> {by}{" "}
        {release === null ? "The file is held back: it is neither shown nor handed out." : <>Released by {release.releaser}, <Timestamp at={release.releasedAt} zone={zone} />: {release.reason} It is not shown, only handed out.</>}
      </p>
    </div>
  );
}
