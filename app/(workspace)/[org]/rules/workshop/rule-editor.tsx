"use client";
import { useActionState, useRef, useState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { CodeEditor, goToPlace, type LineMark } from "#app/_ui/code-editor.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { SEVERITIES, SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { RULE_LIMITS } from "#lib/rules/client.ts";
import type { StartText, TextTrial } from "#lib/rules/index.ts";
import { CheckPanel } from "./check-panel.tsx";
import { TryPanel } from "./try-panel.tsx";
import { useCheck } from "./use-check.ts";

type Props = {
  org: string;
  zone: string;
  start: StartText;
  sources: readonly Option[];
  days: { today: string; firstDay: string; lastDay: string };
  save: (previous: FormState, form: FormData) => Promise<FormState>;
  run: (previous: FormState<TextTrial>, form: FormData) => Promise<FormState<TextTrial>>;
};

/** A text of rules while it is written: looked at as one types, run over stored logs, saved and proposed. */
export function RuleEditor({ org, zone, start, sources, days, save, run }: Props) {
  const [text, setText] = useState(start.text);
  const tunes = start.kind === "tuning" ? start.subject : null;
  const checking = useCheck(org, text, tunes);
  const frame = useRef<HTMLDivElement>(null);
  const marks = (checking.checked?.problems ?? []).map(({ line, severity, message }): LineMark => ({ line, tone: severity === "refused" ? "critical" : "caution", text: message }));
  const goTo = (line: number, column: number): void => {
    const field = frame.current?.querySelector<HTMLTextAreaElement>("textarea.code-text");
    if (field != null) goToPlace(field, line, column);
  };
  return (
    <>
      <div className="grid gap-x-8 gap-y-4 pt-4 lg:grid-cols-[minmax(0,1fr)_360px] [&_.field]:mt-0">
        <div ref={frame} className="min-w-0">
          <CodeEditor label={tunes === null ? "Sigma rules, YAML" : "Sigma filters, YAML"} hint={tunes === null ? undefined : "Events for which the condition holds raise nothing. Empty: only the severity differs."} name="shown" value={text} onChange={setText} marks={marks} maxLength={RULE_LIMITS.textChars} />
        </div>
        <CheckPanel checking={checking} goTo={goTo} />
      </div>
      <TryPanel text={text} tunes={tunes} compareWith={start.inForceId} sources={sources} days={days} run={run} place={{ org, zone }} />
      <SaveForm start={start} text={text} save={save} />
    </>
  );
}

function SaveForm({ start, text, save }: Pick<Props, "start" | "save"> & { text: string }) {
  const [state, submit] = useActionState<FormState, FormData>(save, unsent);
  return (
    <form action={submit} className="mt-6 grid max-w-[640px] gap-3 border-t border-line pt-4 [&_.field]:mt-0">
      {state.ok === false ? <FormError message={problemOf(state, "text") === undefined ? state.message : `${state.message} ${problemOf(state, "text")}`} requestId={state.requestId} /> : null}
      <input type="hidden" name="kind" value={start.kind} />
      <input type="hidden" name="text" value={text} />
      <input type="hidden" name="baseVersion" value={start.baseVersion} />
      {start.subject === null ? null : <input type="hidden" name="subject" value={start.subject} />}
      {start.kind === "tuning" ? <Select label="Severity of its alerts" name="severity" defaultValue={enteredOf(state, "severity") ?? start.severity ?? ""} options={[{ value: "", label: "As the rule says" }, ...SEVERITIES.map((level) => ({ value: level, label: SEVERITY_WORDS[level] }))]} /> : null}
      <Textarea label="Reason" name="reason" rows={2} required maxLength={RULE_LIMITS.reasonChars} hint="What it is for, or what changed. Whoever approves it reads this first." defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton kind="primary" name="send" value="review" pendingLabel="Working…">Propose</SubmitButton>
        <SubmitButton name="send" value="keep" pendingLabel="Working…">Keep as draft</SubmitButton>
      </div>
    </form>
  );
}
