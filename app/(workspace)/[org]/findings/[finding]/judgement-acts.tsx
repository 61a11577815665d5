import { SEVERITIES, SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { FINDING_LIMITS, UNSETTLED_STATUSES, type FindingStatus } from "#lib/findings/client.ts";
import type { FindingChoices, FindingView } from "#lib/findings/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { assignAction, moveDueDateAction, relateAction, severityAction, shareAction } from "./actions.ts";
import { ActDialog } from "./act-form.tsx";

type Props = { org: string; finding: FindingView; choices: FindingChoices };

/** What a finding is judged by, for who manages findings. */
export function JudgementActs({ org, finding, choices }: Props) {
  const { id, status, visibility } = finding;
  return (
    <div className="grid gap-2">
      <h3 className="text-sm">Change</h3>
      <div className="flex flex-wrap gap-2">
        {(UNSETTLED_STATUSES as readonly FindingStatus[]).includes(status) ? <Unsettled org={org} finding={finding} choices={choices} /> : null}
        <ActDialog
          action={shareAction.bind(null, org)} hidden={{ findingId: id }} trigger="Readers" title="Who reads it" submit="Save who reads it"
          fields={[{
            kind: "radio", name: "visibility", label: "Readers", current: visibility,
            options: [{ value: "internal", label: "Internal", hint: "Never in the portal, never in a packet" }, { value: "shared_with_auditor", label: "Shared with auditors", hint: "Every auditor whose engagement holds one of its controls" }],
          }]}
        />
      </div>
    </div>
  );
}

function Unsettled({ org, finding: { id, severity, today, due, ownerMemberId, controls, requirements }, choices }: Props) {
  const hidden = { findingId: id };
  const reason = { kind: "text" as const, name: "reason", label: "Why", maxLength: FINDING_LIMITS.reason };
  const named = requirements.filter((one) => one.named).map((one) => `${one.frameworkKey} ${one.code}`);
  return (
    <>
      <ActDialog
        action={assignAction.bind(null, org)} hidden={hidden} trigger="Owner" title="Name the owner" submit="Name the owner"
        fields={[
          { kind: "one", name: "memberId", problem: "owner.memberId", label: "Person", options: choices.people.map(({ id: value, name }) => ({ value, label: name })), current: ownerMemberId ?? "", placeholder: "Nobody", optional: true },
          { kind: "line", name: "name", problem: "owner.name", label: "Or somebody who is no member yet", maxLength: 120, optional: true },
          { kind: "line", name: "email", problem: "owner.email", label: "Their mail address", hint: "Counts where no person is chosen above", maxLength: 254, optional: true },
        ]}
      />
      <ActDialog
        action={severityAction.bind(null, org)} hidden={hidden} trigger="Severity" title="Change the severity" submit="Change severity" description="The due date follows: a worse one brings it forward from today, a lesser one counts from the day on which it was raised."
        fields={[{ kind: "radio", name: "severity", label: "Severity", options: SEVERITIES.map((value) => ({ value, label: SEVERITY_WORDS[value] })), current: severity }, reason]}
      />
      <ActDialog action={moveDueDateAction.bind(null, org)} hidden={hidden} trigger="Due date" title="Move the due date" submit="Move the due date" fields={[{ kind: "day", name: "dueOn", label: "Due", today, min: today, max: addDays(today, FINDING_LIMITS.dueDays), current: due.on }, reason]} />
      <ActDialog
        action={relateAction.bind(null, org)} hidden={hidden} trigger="Controls and requirements" title="What it touches" submit="Save what it touches"
        fields={[
          { kind: "many", name: "controlIds", label: "Controls", optional: true, options: choices.controls.map(({ id: value, code, name }) => ({ value, label: `${code} ${name}` })), current: controls.map((one) => one.id) },
          { kind: "many", name: "requirements", label: "Other requirements", hint: "Beside those that the controls answer", optional: true, options: choices.requirements.map(({ id: value, code, name, framework }) => ({ value, label: `${framework} ${code}`, note: name })), current: named },
        ]}
      />
    </>
  );
}
