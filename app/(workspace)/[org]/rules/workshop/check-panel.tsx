"use client";
import { Button } from "#app/_ui/button.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import type { CheckedText } from "#lib/rules/index.ts";
import type { Checking } from "./use-check.ts";

/** What the text says, as far as it was looked at: problems with the way to them, its rules, its examples. */
export function CheckPanel({ checking: { checked, state }, goTo }: { checking: Checking; goTo: (line: number, column: number) => void }) {
  return (
    <section aria-label="Validation" className="grid min-w-0 content-start gap-4">
      <div role="status" className="min-h-6"><Verdict checked={checked} state={state} /></div>
      {checked === null || checked.problems.length === 0 ? null : (
        <ul className="grid max-h-[280px] overflow-y-auto" aria-label="Problems" tabIndex={0}>
          {checked.problems.map(({ line, column, severity, message }, at) => (
            <li key={at} className="grid grid-cols-[16px_minmax(0,1fr)] items-start gap-x-2 border-b border-line-soft py-1.5">
              <span className="mt-0.5"><Glyph name={severity === "refused" ? "fail" : "partial"} tone={severity === "refused" ? "critical" : "caution"} /></span>
              <span className="min-w-0 break-words">{message} <Button kind="quiet" onClick={() => goTo(line, column)}>Line {line}, column {column}</Button></span>
            </li>
          ))}
        </ul>
      )}
      {checked === null ? null : <Rules rules={checked.rules} />}
      {checked === null || checked.tests.length === 0 ? null : <Examples tests={checked.tests} />}
    </section>
  );
}

function Verdict({ checked, state }: Checking) {
  if (state === "unreachable") return <StatusInline status="could_not_run" word="Not looked at: the server does not answer" />;
  if (checked === null) return <span className="text-muted">Looking…</span>;
  if (state === "stale") return <StatusInline status="not_yet_known" word="Changed since it was looked at" />;
  return checked.refusal === null ? <StatusInline status="pass" word="Compiles, and its examples hold" /> : <StatusInline status="fail" word="Cannot be proposed yet" />;
}

function Rules({ rules }: Pick<CheckedText, "rules">) {
  return (
    <ul className="grid gap-3">
      {rules.map((rule) => (
        <li key={rule.ruleKey} className="min-w-0 break-words">
          <span className="font-medium">{rule.title}</span>
          <span className="block text-muted">
            {[rule.raisesAlerts ? rule.severity : "building block", rule.kind.replaceAll("_", " "), rule.controls.length === 0 ? "no control named" : rule.controls.join(", "), rule.techniques.join(", "), rule.author === null ? "no author" : `by ${rule.author}`, rule.license === null ? "no licence stated" : rule.license].filter((part) => part !== "").join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Examples({ tests }: Pick<CheckedText, "tests">) {
  const held = tests.filter(({ passed }) => passed).length;
  return (
    <div>
      <h2 className="pb-1 font-medium">Examples <span className="font-normal text-muted">{held} of {tests.length} hold</span></h2>
      <ul className="grid max-h-[320px] gap-1 overflow-y-auto" aria-label="Examples" tabIndex={0}>
        {tests.map((test, at) => (
          <li key={at} className="min-w-0 break-words">
            <StatusInline status={test.passed ? "pass" : "fail"} word={test.expectation === "positive" ? "Must be found" : "Must be left alone"} />
            <span className="block pl-6 text-muted">{test.passed ? test.name.slice(0, 160) : test.message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
