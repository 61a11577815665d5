import Link from "next/link";
import type { ReactNode } from "react";
import { Prose } from "#app/_control/prose.tsx";
import { REVIEW_STATUS } from "#app/_evidence/evidence-table.tsx";
import { FaultSign } from "#app/_evidence/fault-sign.tsx";
import { dayText } from "#app/_ui/calendar-days.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { evidenceReference } from "#lib/evidence/client.ts";
import type { FileFaults } from "#lib/evidence/index.ts";
import type { FindingView } from "#lib/findings/index.ts";
import { FindingTimeline } from "./finding-timeline.tsx";

type Props = { finding: FindingView; zone: string; evidenceHref: (reference: string) => string; /** Which evidence has a file that cannot be had. */ faults: FileFaults; /** Beside each step: what may be done with it. */ stepAct?: (step: FindingView["steps"][number]) => ReactNode; children?: ReactNode };

/** What was found and what is done about it: the same record for staff and auditors. `children` stand before the history. */
export function FindingRecord({ finding, zone, evidenceHref, faults, stepAct, children }: Props) {
  const { description, causes } = finding;
  const told = causes.length > 1 || (causes.length === 1 && causes[0]?.text !== description);
  return (
    <>
      <div className="pt-5"><Prose text={description} /></div>
      {told ? (
        <Section title="What it rests on" count={`${causes.length} ${causes.length === 1 ? "fact" : "facts"}`} flush={false}>
          <ul className="grid max-w-[72ch] gap-2 pt-3">{causes.map((one) => <li key={one.text}>{one.text} <span className="text-muted">Counted <Timestamp at={one.at} zone={zone} show="minute" /></span></li>)}</ul>
        </Section>
      ) : null}
      <Remediation finding={finding} zone={zone} evidenceHref={evidenceHref} faults={faults} stepAct={stepAct} />
      {children}
      <Section title="History" count={`${finding.events.length} ${finding.events.length === 1 ? "entry" : "entries"}`}><FindingTimeline events={finding.events} zone={zone} /></Section>
    </>
  );
}

function Remediation({ finding, zone, evidenceHref, faults, stepAct }: Omit<Props, "children">) {
  const { rootCause, plan, steps, evidence } = finding;
  const done = steps.filter((step) => step.doneAt !== null).length;
  return (
    <Section title="Remediation" count={steps.length === 0 ? undefined : `${done} of ${steps.length} steps done`} flush={false}>
      {plan === "" && steps.length === 0 && evidence.length === 0 ? <p className="pt-3 text-muted">Nothing is planned yet.</p> : (
        <div className="grid gap-5 pt-3">
          {rootCause === "" ? null : <Part title="Root cause"><Prose text={rootCause} /></Part>}
          {plan === "" ? null : <Part title="Plan"><Prose text={plan} /></Part>}
          {steps.length === 0 ? null : (
            <Part title="Steps">
              <ol className="task-list">
                {steps.map((step) => (
                  <li key={step.id}>
                    <div className="task-text">{step.text}{step.doneAt === null ? null : <span className="block text-muted">{step.doneBy}, <Timestamp at={step.doneAt} zone={zone} show="minute" /></span>}</div>
                    <StatusInline status={step.doneAt === null ? "not_yet_known" : "pass"} word={step.doneAt === null ? "To do" : "Done"} />
                    {stepAct?.(step)}
                  </li>
                ))}
              </ol>
            </Part>
          )}
          {evidence.length === 0 ? null : (
            <Part title="Evidence">
              <ul className="grid gap-1">
                {evidence.map((one) => <li key={one.evidenceId}><Link className="link" prefetch={false} href={evidenceHref(evidenceReference(one.number))}>{evidenceReference(one.number)}</Link> {one.title} <StatusInline status={REVIEW_STATUS[one.reviewState]} /> <FaultSign fault={faults.get(one.evidenceId)} /></li>)}
              </ul>
            </Part>
          )}
        </div>
      )}
    </Section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return <div className="grid gap-1.5"><h3 className="text-sm">{title}</h3>{children}</div>;
}

/** Why a finding is due on its day. */
export function dueReason({ due }: FindingView): string {
  return due.days === null ? "moved by a person; the history says why" : `${due.days} ${due.days === 1 ? "day" : "days"} from ${dayText(due.from)}, by the policy of that day`;
}
