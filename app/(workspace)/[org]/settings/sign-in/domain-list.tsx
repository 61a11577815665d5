"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Act = (previous: FormState, form: FormData) => Promise<FormState>;
export type DomainActs = { add: Act; prove: Act; remove: Act };
export type DomainRow = { domain: string; proven: boolean; record: { name: string; value: string } };

/** The organization's mail domains, each with what proves it. */
export function DomainList({ domains, acts }: { domains: readonly DomainRow[]; acts: DomainActs }) {
  return (
    <>
      {domains.length === 0 ? null : <ul className="mt-3 border-t border-line-soft">{domains.map((row) => <Domain key={row.domain} row={row} acts={acts} />)}</ul>}
      <AddDomain action={acts.add} first={domains.length === 0} />
    </>
  );
}

function Domain({ row: { domain, proven, record }, acts }: { row: DomainRow; acts: DomainActs }) {
  const [proving, prove] = useActionState<FormState, FormData>(acts.prove, unsent);
  const [removing, remove] = useActionState<FormState, FormData>(acts.remove, unsent);
  return (
    <li className="grid gap-2 border-b border-line-soft py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 font-medium break-all">{domain}</span>
        <StatusInline status={proven ? "pass" : "not_yet_known"} word={proven ? "Proven" : "Not proven yet"} />
        <ConfirmDialog
          trigger="Remove" kind="quiet" title={`Remove ${domain}?`} confirm="Remove domain" action={remove} fields={{ domain }}
          consequence="Addresses of this domain lead nowhere, and nobody new of it comes in. People who came keep coming."
          error={removing.ok === false ? removing.message : undefined}
        />
      </div>
      {proven ? null : (
        <form action={prove} className="grid gap-2">
          <p className="text-muted">Add this TXT record to the domain, then check it. It shows that the domain is yours.</p>
          <dl className="grid gap-1">
            <RecordPart label="Name" value={record.name} />
            <RecordPart label="Value" value={record.value} />
          </dl>
          <input type="hidden" name="domain" value={domain} />
          <div><SubmitButton pendingLabel="Looking…" aria-label={`Check record of ${domain}`}>Check record</SubmitButton></div>
          {proving.ok === false ? <FormError message={proving.message} requestId={proving.requestId} /> : null}
        </form>
      )}
    </li>
  );
}

function RecordPart({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex items-start gap-2">
      <dt className="w-12 flex-none text-muted">{label}</dt>
      <dd className="flex min-w-0 items-start gap-2"><code className="min-w-0 break-all">{value}</code><CopyButton value={value} label={`Copy ${label.toLowerCase()} of the record`} /></dd>
    </div>
  );
}

function AddDomain({ action, first }: { action: Act; first: boolean }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[480px] gap-3 pt-3">
      {state.ok === false && state.problems.length === 0 ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Input label={first ? "Mail domain" : "Another mail domain"} name="domain" required maxLength={253} placeholder="example.com" autoCapitalize="none" spellCheck={false} defaultValue={enteredOf(state, "domain")} error={problemOf(state, "domain")} />
      <div><SubmitButton pendingLabel="Adding…">Add domain</SubmitButton></div>
    </form>
  );
}
