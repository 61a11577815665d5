import { Section } from "#app/_ui/section.tsx";
import type { IncidentView } from "#lib/incidents/index.ts";
import { assignAction, closeAction, commentAction, containAction, reopenAction, resolveAction, severityAction } from "./actions.ts";
import { StepForm, type StepField } from "./step-form.tsx";

const SEVERITY_OPTIONS = [
  { value: "critical", label: "Critical" },
  { value: "high", label: "High" },
  { value: "medium", label: "Medium" },
  { value: "low", label: "Low" },
];

const VISIBILITY: StepField = {
  kind: "radio",
  name: "visibility",
  label: "Who reads it",
  current: "internal",
  options: [
    { value: "internal", label: "Internal", hint: "Never shown to an auditor, never in a packet" },
    { value: "shared_with_auditor", label: "Shared with auditor" },
  ],
};

type Props = { org: string; incident: IncidentView; mayManage: boolean; mayClose: boolean; people: readonly { value: string; label: string }[] };

/** What can be done next, in the order in which it is usually done. */
export function IncidentSteps({ org, incident, mayManage, mayClose, people }: Props) {
  const { status, id } = incident;
  const working = status === "open" || status === "contained";
  return (
    <Section title="Next steps" id="steps">
      <div className="grid gap-8 md:grid-cols-2">
        {mayManage && working ? (
          <StepForm
            action={resolveAction.bind(null, org)}
            incidentId={id}
            primary
            submit="Resolve incident"
            fields={[
              { kind: "text", name: "cause", label: "Cause", hint: "What made it possible; an auditor reads this" },
              { kind: "text", name: "text", label: "What was done" },
            ]}
          />
        ) : null}
        {mayManage && status === "open" ? (
          <StepForm action={containAction.bind(null, org)} incidentId={id} submit="Record containment" fields={[{ kind: "text", name: "text", label: "How it was contained" }]} />
        ) : null}
        {mayClose && status === "resolved" ? (
          <StepForm action={closeAction.bind(null, org)} incidentId={id} primary submit="Approve closure" fields={[{ kind: "text", name: "text", label: "Lesson or remark", optional: true }]} />
        ) : null}
        {mayManage && status !== "closed" ? (
          <StepForm
            action={assignAction.bind(null, org)}
            incidentId={id}
            submit="Assign incident"
            fields={[{ kind: "choice", name: "memberId", label: "Assignee", options: people, current: incident.assigneeMemberId ?? undefined }]}
          />
        ) : null}
        {mayManage && status !== "closed" ? (
          <StepForm
            action={severityAction.bind(null, org)}
            incidentId={id}
            submit="Change severity"
            fields={[
              { kind: "choice", name: "severity", label: "Severity", options: SEVERITY_OPTIONS, current: incident.severity },
              { kind: "text", name: "reason", label: "Why" },
            ]}
          />
        ) : null}
        {mayManage ? (
          <StepForm action={commentAction.bind(null, org)} incidentId={id} submit="Add remark" fields={[{ kind: "text", name: "text", label: "Remark" }, VISIBILITY]} />
        ) : null}
        {mayManage && (status === "resolved" || status === "closed") ? (
          <StepForm action={reopenAction.bind(null, org)} incidentId={id} submit="Reopen incident" fields={[{ kind: "text", name: "reason", label: "Why it is opened again" }]} />
        ) : null}
      </div>
    </Section>
  );
}
