"use client";
import Link from "next/link";
import { useActionState, useState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { Section } from "#app/_ui/section.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { ImportedControls, ImportPreview } from "#lib/control-import/index.ts";

type Props = {
  action: (previous: FormState<ImportedControls>, form: FormData) => Promise<FormState<ImportedControls>>;
  source: { file: string; name: string; sheet: string; columns: readonly string[] };
  preview: ImportPreview;
  controlsHref: string;
  weekHref: string;
};

/** What the sheet would create and change, and the act that does it. */
export function ImportForm({ action, source, preview, controlsHref, weekHref }: Props) {
  const [state, submit] = useActionState<FormState<ImportedControls>, FormData>(action, unsent);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const { create, differ, same } = preview;
  const count = create.length + taken.size;
  if (state.ok === true) return <Done done={state.answer} controlsHref={controlsHref} weekHref={weekHref} />;
  const toggle = (code: string): void => {
    const next = new Set(taken);
    if (!next.delete(code)) next.add(code);
    setTaken(next);
  };
  return (
    <form action={submit}>
      {state.ok === false ? <div className="mt-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {Object.entries({ file: source.file, name: source.name, sheet: source.sheet }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {source.columns.map((pair) => <input key={pair} type="hidden" name="columns" value={pair} />)}
      {differ.length === 0 ? null : <Differing controls={differ} taken={taken} toggle={toggle} />}
      <Section title="Would be created" count={create.length} aside={same === 0 ? undefined : <span className="text-xs text-muted">{same} {same === 1 ? "is" : "are"} the same already</span>} flush={false}>
        {create.length === 0 ? <p className="pt-3 text-muted">Nothing new.</p> : (
          <ul className="max-h-[420px] overflow-y-auto" tabIndex={0} aria-label="Controls to create">
            {create.map((one) => (
              <li key={one.code} className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-2 border-b border-line-soft py-1.5">
                <span className="mono break-all text-muted">{one.code}</span>
                <span className="min-w-0 break-words">{one.title}<span className="block text-muted">{[one.owner ?? "no owner", `${one.mappings} ${one.mappings === 1 ? "requirement" : "requirements"}`, `${one.requests} evidence ${one.requests === 1 ? "request" : "requests"}`].join(", ")}</span></span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {preview.expected.length === 0 ? null : <p className="pt-3 text-muted">{preview.expected.length} {preview.expected.length === 1 ? "owner is" : "owners are"} no members yet: {preview.expected.slice(0, 5).join(", ")}{preview.expected.length > 5 ? " and more" : ""}. They own their controls at once, and can be invited afterwards.</p>}
      {count === 0 ? null : (
        <>
          <div className="mt-6"><RadioGroup label="A requirement that a row names is" name="relation" defaultValue="contributes" options={[{ value: "contributes", label: "contributed to by its control", hint: "The careful reading: others may be needed too." }, { value: "satisfies", label: "satisfied by its control alone" }]} /></div>
          <div className="mt-4"><SubmitButton kind="primary" pendingLabel="Importing…">{count === 1 ? "Import 1 control" : `Import ${count} controls`}</SubmitButton></div>
        </>
      )}
    </form>
  );
}

function Differing({ controls, taken, toggle }: { controls: ImportPreview["differ"]; taken: ReadonlySet<string>; toggle: (code: string) => void }) {
  return (
    <Section title="Differ from what you have" count={`${taken.size} of ${controls.length} follow the sheet; the others stay as they are`} flush={false}>
      <ul className="max-h-[420px] overflow-y-auto" tabIndex={0} aria-label="Controls that differ">
        {controls.map((one) => (
          <li key={one.code} className="border-b border-line-soft py-2 [&_.field]:mt-0">
            <Checkbox name="takeOver" value={one.code} label={<><span className="mono text-muted">{one.code}</span> {one.title}</>} checked={taken.has(one.code)} onChange={() => toggle(one.code)} />
            <dl className="ml-6 grid gap-1 text-muted">
              {one.changes.map((change) => <div key={change.field} className="break-words"><dt className="inline font-medium">{change.field}: </dt><dd className="inline"><del>{change.before.slice(0, 200) || "empty"}</del> <ins>{change.after.slice(0, 200)}</ins></dd></div>)}
            </dl>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Done({ done: { created, changed, left, leftOut, proposed }, controlsHref, weekHref }: { done: ImportedControls; controlsHref: string; weekHref: string }) {
  const parts = [`${created} created`, `${changed} changed`, `${left} left as they were`, ...(leftOut === 0 ? [] : [`${leftOut} ${leftOut === 1 ? "row" : "rows"} with problems left out`]), ...(proposed === 0 ? [] : [`the new text or mappings of ${proposed} ${proposed === 1 ? "waits" : "wait"} for another person’s approval`])];
  return (
    <div className="mt-6 max-w-[760px]" role="status">
      <Banner tone="positive" title={created + changed === 0 ? "Nothing had to change." : `${parts.join(", ")}.`} action={<span className="flex flex-wrap gap-x-4"><Link className="link" href={weekHref}>Go on with the first week</Link><Link className="link" href={controlsHref}>Open controls</Link></span>}>The audit trail has each of them.</Banner>
    </div>
  );
}
