import { Section } from "#app/_ui/section.tsx";
import { FINDING_LIMITS, OWED_STATUSES, SETTLED_STATUSES, UNSETTLED_STATUSES, type FindingStatus } from "#lib/findings/client.ts";
import type { FindingChoices, FindingView } from "#lib/findings/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { acceptRiskAction, addEvidenceAction, addStepAction, linkTicketAction, planAction, remediateAction, reopenAction, verifyAction, withdrawAction } from "./actions.ts";
import { ActDialog, ActForm } from "./act-form.tsx";
import type { FindingPermissions } from "./finding-permissions.ts";
import { JudgementActs } from "./judgement-acts.tsx";

type Props = { org: string; finding: FindingView; may: FindingPermissions };

const isIn = (statuses: readonly FindingStatus[], status: FindingStatus): boolean => statuses.includes(status);
const reason = (label: string) => ({ kind: "text" as const, name: "reason", label, maxLength: FINDING_LIMITS.reason });

/** The act that is next, and the others as buttons; nothing for who may do nothing. */
export function NextActs({ choices, ...props }: Props & { /** For who manages findings. */ choices: FindingChoices | null }) {
  const { finding: { status, mine }, may } = props;
  if (!mine.mayRemedy && !may.manage && !may.acceptRisk) return null;
  return (
    <Section title="Next steps" id="steps" flush={false}>
      <div className="grid gap-5 pt-3">
        {status === "remediated" ? <Verify {...props} /> : null}
        {mine.mayRemedy && isIn(OWED_STATUSES, status) ? <Remedy {...props} /> : null}
        <div className="flex flex-wrap gap-2">
          {mine.mayRemedy && isIn(UNSETTLED_STATUSES, status) ? <Prove {...props} /> : null}
          <Settle {...props} />
        </div>
        {choices === null ? null : <JudgementActs org={props.org} finding={props.finding} choices={choices} />}
      </div>
    </Section>
  );
}

function Verify({ org, finding: { id, mine }, may }: Props) {
  if (!may.manage) return <p className="text-muted">Somebody who manages findings verifies it.</p>;
  if (mine.owns || mine.remediated) return <p className="text-muted">You own this finding, or remedied it. Somebody else has to verify it.</p>;
  return (
    <ActForm
      action={verifyAction.bind(null, org)} hidden={{ findingId: id }} submit="Record the verification"
      fields={[
        { kind: "radio", name: "decision", label: "Is the gap gone?", current: "closed", options: [{ value: "closed", label: "Yes: close the finding" }, { value: "returned", label: "No: return it", hint: "It is in remediation again, and its due date runs on" }] },
        { ...reason("What you looked at"), hint: "Needed for a return", optional: true },
      ]}
    />
  );
}

function planFields({ rootCause, plan }: FindingView) {
  return [
    { kind: "text" as const, name: "rootCause", label: "Root cause", hint: "Why it came about; an auditor reads this once it is shared", optional: true, current: rootCause, maxLength: FINDING_LIMITS.text },
    { kind: "text" as const, name: "plan", label: "Plan", hint: "What is going to be done", current: plan, maxLength: FINDING_LIMITS.text },
  ];
}

function Remedy({ org, finding }: Props) {
  const hidden = { findingId: finding.id };
  if (finding.status === "open") return <ActForm action={planAction.bind(null, org)} hidden={hidden} submit="Start remediation" fields={planFields(finding)} />;
  return <ActForm action={remediateAction.bind(null, org)} hidden={hidden} submit="Mark as remedied" fields={[{ kind: "text", name: "text", label: "What was done", hint: "Another person verifies it", maxLength: FINDING_LIMITS.reason }]} />;
}

function Prove({ org, finding }: Props) {
  const hidden = { findingId: finding.id };
  return (
    <>
      {finding.status === "open" ? null : <ActDialog action={planAction.bind(null, org)} hidden={hidden} trigger="Change cause or plan" title="Cause and plan" submit="Save" fields={planFields(finding)} />}
      {isIn(OWED_STATUSES, finding.status) ? <ActDialog action={addStepAction.bind(null, org)} hidden={hidden} trigger="Add step" title="Add a step" submit="Add step" fields={[{ kind: "line", name: "text", label: "Step", maxLength: FINDING_LIMITS.title }]} /> : null}
      <ActDialog action={addEvidenceAction.bind(null, org)} hidden={hidden} trigger="Add evidence" title="Evidence of the remediation" submit="Add evidence" fields={[{ kind: "line", name: "reference", label: "Evidence", hint: "By its name, such as EV-12", maxLength: 64 }]} />
      <ActDialog
        action={linkTicketAction.bind(null, org)} hidden={hidden} trigger="Link ticket" title="Link a ticket" submit="Link ticket"
        fields={[{ kind: "line", name: "title", label: "Name", maxLength: FINDING_LIMITS.title, placeholder: "OPS-12" }, { kind: "line", name: "url", label: "Address", hint: "Begins with https://", maxLength: 2000 }]}
      />
    </>
  );
}

function Settle({ org, finding: { id, status, mine, today }, may }: Props) {
  const hidden = { findingId: id };
  return (
    <>
      {may.acceptRisk && isIn(OWED_STATUSES, status) && !mine.owns ? (
        <ActDialog
          action={acceptRiskAction.bind(null, org)} hidden={hidden} trigger="Accept the risk" title="Accept the risk" submit="Accept the risk" description="Nobody need remedy it until then. Its owner and you are told 14 and 3 days before it ends, and on its last day."
          fields={[{ kind: "day", name: "until", label: "Until", today, min: addDays(today, 1), max: addDays(today, FINDING_LIMITS.acceptanceDays), hint: "A year at most; it opens again by itself the day after" }, reason("Why it is acceptable")]}
        />
      ) : null}
      {may.manage && isIn(SETTLED_STATUSES, status) ? <ActDialog action={reopenAction.bind(null, org)} hidden={hidden} trigger="Reopen finding" title="Open it again" submit="Reopen finding" description="Its days count from today. What was done before stays in the history." fields={[reason("Why it is opened again")]} /> : null}
      {may.manage && isIn(UNSETTLED_STATUSES, status) && !mine.owns && !mine.raised ? <ActDialog action={withdrawAction.bind(null, org)} hidden={hidden} trigger="Withdraw" title="Withdraw the finding" submit="Withdraw finding" fields={[reason("Why there never was such a gap")]} /> : null}
    </>
  );
}
