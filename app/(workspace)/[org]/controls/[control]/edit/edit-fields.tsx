"use client";
import type { ReactNode } from "react";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { EDITED_PARTS, type ControlTexts, type EditedPart } from "#lib/drafts/client.ts";
import { CONTROL_TEST_NAMES, type ControlTest } from "#lib/controls/client.ts";
import { MarkdownField } from "./markdown-field.tsx";
import { StepsField } from "./steps-field.tsx";

type Props = { texts: ControlTexts; put: (part: EditedPart, text: string) => void; problem: (part: EditedPart) => string | undefined };

const KINDS = [{ value: "manual", label: "Manual" }, { value: "automated", label: "Automated" }];
const FREQUENCIES = [
  { value: "", label: "No calendar: it waits for a trigger" }, { value: "continuous", label: "Continuously" }, { value: "daily", label: "Daily" }, { value: "weekly", label: "Weekly" }, { value: "monthly", label: "Monthly" },
  { value: "quarterly", label: "Quarterly" }, { value: "semiannual", label: "Twice a year" }, { value: "annual", label: "Once a year" },
];
const CRITICALITIES = [{ value: "", label: "Not stated" }, { value: "low", label: "Low" }, { value: "medium", label: "Medium" }, { value: "high", label: "High" }, { value: "critical", label: "Critical" }];

const fault = (error: string | undefined): { error?: string } => (error === undefined ? {} : { error });

/** The parts that another person approves. */
export function ApprovedFields({ texts, put, problem }: Props) {
  return (
    <>
      <MarkdownField label={EDITED_PARTS.statement} name="statement" value={texts.statement} onChange={(text) => put("statement", text)} rows={6} required hint="What is done, by whom, and when. Auditors test it word by word." error={problem("statement")} />
      <MarkdownField label={EDITED_PARTS.scope} name="scope" value={texts.scope} onChange={(text) => put("scope", text)} rows={4} hint="Which systems, people and data it is about." error={problem("scope")} />
    </>
  );
}

/** What is recorded as it is saved: how it is called, when it operates, who does it. */
export function FactFields({ texts, put, problem }: Props) {
  return (
    <div className="grid max-w-[640px] gap-4 [&_.field]:mt-0">
      <Input label={EDITED_PARTS.title} name="title" value={texts.title} onChange={(event) => put("title", event.target.value)} maxLength={200} required {...fault(problem("title"))} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Select label={EDITED_PARTS.kind} name="kind" value={texts.kind} onChange={(event) => put("kind", event.target.value)} options={KINDS} {...fault(problem("kind"))} />
        <Select label={EDITED_PARTS.frequency} name="frequency" value={texts.frequency} onChange={(event) => put("frequency", event.target.value)} options={FREQUENCIES} {...fault(problem("frequency"))} />
      </div>
      <Input label={EDITED_PARTS.trigger} name="trigger" value={texts.trigger} onChange={(event) => put("trigger", event.target.value)} maxLength={2000} optional hint="What it waits for, such as a release or a person leaving." {...fault(problem("trigger"))} />
      <Select label={EDITED_PARTS.criticality} name="criticality" value={texts.criticality} onChange={(event) => put("criticality", event.target.value)} options={CRITICALITIES} {...fault(problem("criticality"))} />
      <Input label={EDITED_PARTS.ownerTeam} name="ownerTeam" value={texts.ownerTeam} onChange={(event) => put("ownerTeam", event.target.value)} maxLength={200} required {...fault(problem("ownerTeam"))} />
      <Textarea label={EDITED_PARTS.processOwners} name="processOwners" rows={2} value={texts.processOwners} onChange={(event) => put("processOwners", event.target.value)} optional hint="One a line." {...fault(problem("processOwners"))} />
    </div>
  );
}

const PROSE = ["context", "guidance", "whySufficient", "auditorValidates", "linkNote"] as const satisfies readonly EditedPart[];
type GuidanceProps = Props & { nextStep: Readonly<Record<ControlTest, number>>; stepProblem: (path: string) => string | undefined };

/** What explains it and how it is tested, recorded as it is saved. */
export function GuidanceFields({ texts, put, problem, nextStep, stepProblem }: GuidanceProps) {
  const markdown = (part: EditedPart) => <MarkdownField key={part} label={EDITED_PARTS[part]} name={part} value={texts[part]} onChange={(text) => put(part, text)} error={problem(part)} />;
  const [context, guidance, ...rest] = PROSE;
  return (
    <>
      {markdown(context)}
      {markdown(guidance)}
      {CONTROL_TEST_NAMES.map((test) => (
        <StepsField key={test} test={test} text={texts[test]} nextStep={nextStep[test]} onChange={(text) => put(test, text)} problem={(path) => (path === undefined ? problem(test) : stepProblem(`${test}.${path}`))} />
      ))}
      <HowTested texts={texts}>{markdown("howTested")}</HowTested>
      {rest.map(markdown)}
    </>
  );
}

// A control whose tests are steps needs no text of them; one from before stays until somebody empties it.
function HowTested({ texts, children }: { texts: ControlTexts; children: ReactNode }) {
  const hasSteps = CONTROL_TEST_NAMES.some((test) => texts[test] !== "");
  return hasSteps && texts.howTested === "" ? <input type="hidden" name="howTested" value="" /> : <>{children}</>;
}
