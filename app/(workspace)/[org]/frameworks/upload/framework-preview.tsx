"use client";
import Link from "next/link";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Section } from "#app/_ui/section.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { OwnFrameworkPlan, ReadOwnFramework } from "#lib/frameworks/index.ts";
import type { TakenFramework } from "./actions.ts";
import { fieldsOf, type Chosen } from "./chosen.ts";

type Props = {
  action: (previous: FormState<TakenFramework>, form: FormData) => Promise<FormState<TakenFramework>>;
  org: string;
  chosen: Chosen;
  framework: NonNullable<ReadOwnFramework["framework"]>;
  plan: OwnFrameworkPlan;
};

/** What the file says, what it would change, and the act that takes it. */
export function FrameworkPreview({ action, org, chosen, framework, plan }: Props) {
  const [state, submit] = useActionState<FormState<TakenFramework>, FormData>(action, unsent);
  if (state.ok === true) {
    const { key, version, kind } = state.answer;
    return (
      <div className="mt-6 max-w-[760px]" role="status">
        <Banner tone="positive" title={kind === "same" ? "Nothing had to change." : `${framework.name} ${framework.edition} is taken as version ${version}, and adopted.`} action={<span className="flex flex-wrap gap-x-4"><Link className="link" href={`/${org}/frameworks/${key}`}>Open it</Link></span>}>The audit trail has the file’s name and hash.</Banner>
      </div>
    );
  }
  const { one, many } = framework.itemLabel;
  const blocked = plan.stillMapped.length > 0;
  return (
    <form action={submit}>
      {Object.entries(fieldsOf(chosen)).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Section title={`${framework.name} ${framework.edition}`} count={`${framework.requirements.length} ${framework.requirements.length === 1 ? one : many} in ${framework.groups.length} ${framework.groups.length === 1 ? "group" : "groups"}`} flush={false}>
        <div className="max-w-[640px] pt-3">
          <KeyValue items={[
            { key: "Key", value: <span className="mono">{plan.key}</span> },
            { key: "Publisher", value: framework.publisher },
            { key: "Valid", value: framework.validFrom === null && framework.validUntil === null ? "not stated" : `${framework.validFrom ?? "…"} to ${framework.validUntil ?? "further notice"}` },
            { key: "Would be", value: plan.kind === "new" ? "a new framework, adopted at once" : plan.kind === "same" ? `the same as version ${plan.version}` : `version ${plan.version} of what you have` },
          ]} />
        </div>
      </Section>
      {plan.kind === "changed" ? <Changes plan={plan} /> : null}
      <Section title="Items" flush={false}>
        <ul className="max-h-[420px] overflow-y-auto" tabIndex={0} aria-label={`The ${many} of the file`}>
          {framework.requirements.map((item) => (
            <li key={item.id} className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-2 border-b border-line-soft py-1.5">
              <span className="mono break-all text-muted">{item.id}</span>
              <span className={`min-w-0 break-words ${item.parent === null ? "" : "pl-4"}`}>{item.title}</span>
            </li>
          ))}
        </ul>
      </Section>
      {state.ok === false ? <div className="mt-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {blocked || plan.kind === "same" ? null : <div className="mt-4"><SubmitButton kind="primary" pendingLabel="Saving…">{plan.kind === "new" ? "Add framework" : `Save version ${plan.version}`}</SubmitButton></div>}
    </form>
  );
}

function Changes({ plan: { added, removed, retitled, stillMapped } }: { plan: OwnFrameworkPlan }) {
  return (
    <Section title="What changes" count={`${added.length} added, ${removed.length} removed, ${retitled.length} renamed`} flush={false}>
      {stillMapped.length === 0 ? null : (
        <div className="pt-3"><Banner tone="critical" title="Items that controls are mapped to would vanish.">{stillMapped.slice(0, 10).map((one) => `${one.code} (${one.controls.slice(0, 5).join(", ")})`).join("; ")}. Take those mappings back first, or send the file under another id as a new edition.</Banner></div>
      )}
      <dl className="grid gap-1 pt-3 text-muted">
        {added.length === 0 ? null : <div><dt className="inline font-medium">Added: </dt><dd className="inline">{added.slice(0, 50).join(", ")}{added.length > 50 ? ` and ${added.length - 50} more` : ""}</dd></div>}
        {removed.length === 0 ? null : <div><dt className="inline font-medium">Removed: </dt><dd className="inline">{removed.slice(0, 50).join(", ")}{removed.length > 50 ? ` and ${removed.length - 50} more` : ""}</dd></div>}
        {retitled.slice(0, 20).map((one) => <div key={one.code}><dt className="inline font-medium">{one.code}: </dt><dd className="inline"><del>{one.before}</del> <ins>{one.after}</ins></dd></div>)}
      </dl>
    </Section>
  );
}
