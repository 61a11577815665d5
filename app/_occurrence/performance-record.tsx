import Link from "next/link";
import { FaultSign } from "#app/_evidence/fault-sign.tsx";
import { inStead } from "#app/_evidence/in-stead.ts";
import { RecordedAt } from "#app/_evidence/recorded-at.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { evidenceReference } from "#lib/evidence/client.ts";
import type { FileFaults } from "#lib/evidence/index.ts";
import type { PerformanceView } from "#lib/occurrences/index.ts";
import { dayText } from "./window-text.ts";

type Props = { performance: PerformanceView; /** It counts; others were returned. */ standing: boolean; zone: string; evidenceHref: (reference: string) => string; /** Which evidence has a file that cannot be had. */ faults: FileFaults };

/** What somebody said was done, and how others judged it. */
export function PerformanceRecord({ performance, standing, zone, evidenceHref, faults }: Props) {
  const { attempt, performedOn, by, insteadOf, recordedAt, isAhead, summary, exceptions, evidence, reviews } = performance;
  return (
    <Section title={standing ? "Performed" : "Returned"} count={attempt === 1 && standing ? undefined : `attempt ${attempt}`} flush={false}>
      <div className="grid max-w-[70ch] gap-4 pt-3">
        <p className="text-pretty whitespace-pre-line">{summary}</p>
        <KeyValue
          wide
          items={[
            { key: "Performed on", value: dayText(performedOn) },
            { key: "Performed by", value: <>{inStead(by, insteadOf)}, recorded <RecordedAt at={recordedAt} isAhead={isAhead} zone={zone} /></> },
            { key: "Exceptions found", value: exceptions === null ? "None" : <span className="whitespace-pre-line">{exceptions}</span> },
            {
              key: "Evidence",
              value: evidence.length === 0 ? <span className="text-muted">none named</span> : (
                <ul className="grid gap-1">
                  {evidence.map((one) => <li key={one.id}><Link className="link" href={evidenceHref(evidenceReference(one.number))}>{evidenceReference(one.number)}</Link> {one.title} <FaultSign fault={faults.get(one.id)} /></li>)}
                </ul>
              ),
            },
            ...reviews.map((review) => ({
              key: "Review",
              value: (
                <>
                  <StatusInline status={review.decision === "accepted" ? "accepted" : "rejected"} word={review.decision === "accepted" ? "Accepted" : "Returned"} /> by {review.by}, <RecordedAt at={review.recordedAt} isAhead={review.isAhead} zone={zone} />
                  {review.reason === "" ? null : <span className="block whitespace-pre-line">{review.reason}</span>}
                </>
              ),
            })),
          ]}
        />
      </div>
    </Section>
  );
}
