"use client";
import { useActionState, type ReactNode } from "react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { CurrentView, ViewActions, ViewChoice, ViewContent } from "./view-menu.tsx";

const VIEW_NAME_MAX = 60;

/** The hidden fields that say what a view holds. */
function Content({ content }: { content: ViewContent }) {
  return (
    <>
      {content.filters.map(({ name, value }) => <input key={`${name}=${value}`} type="hidden" name="filter" value={`${name}=${value}`} />)}
      {content.columns.map((id) => <input key={id} type="hidden" name="columns" value={id} />)}
    </>
  );
}

type SaveProps = { list: string; content: ViewContent; action: ViewActions["save"]; open: boolean; onClose: () => void };

/** Gives what is on screen a name, and goes on in the view so made. */
export function SaveView({ list, content, action, open, onClose }: SaveProps) {
  const [router, path, current] = [useRouter(), usePathname(), useSearchParams()];
  const [state, send] = useActionState(async (previous: FormState<string>, form: FormData) => {
    const next = await action(previous, form);
    if (next.ok === true) {
      onClose();
      const address = new URLSearchParams(current);
      address.delete("after");
      address.set("view", next.answer);
      if (content.columns.length > 0) address.set("columns", content.columns.join(","));
      router.push(`${path}?${address.toString()}`, { scroll: false });
    }
    return next;
  }, unsent as FormState<string>);
  const filters = content.filters.length;
  return (
    <Dialog title="Save as a view" description={`Keeps ${filters === 0 ? "no filter" : filters === 1 ? "the filter" : `the ${filters} filters`} and the columns of now. It is yours; you can share it afterwards.`} open={open} onOpenChange={(now) => { if (!now) onClose(); }}>
      <form action={send}>
        {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
        <input type="hidden" name="list" value={list} />
        <Content content={content} />
        <Input label="Name" name="name" required maxLength={VIEW_NAME_MAX} defaultValue={enteredOf(state, "name")} error={problemOf(state, "name")} autoComplete="off" />
        <DialogActions><SubmitButton kind="primary">Save view</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}

type EditProps = { list: string; view: ViewChoice; current: CurrentView; content: ViewContent; mayShare: boolean; actions: ViewActions; open: boolean; onClose: () => void };

/** What can be done with a view: each act by itself, said in a sentence. */
export function EditView({ list, view, current, content, mayShare, actions, open, onClose }: EditProps) {
  const { mayChange } = current;
  return (
    <Dialog title={view.name} description={mayChange ? undefined : `A view of ${view.owner ?? "somebody else"}. You can save a view of your own from it.`} open={open} onOpenChange={(now) => { if (!now) onClose(); }}>
      <div className="grid gap-4">
        {mayChange && current.changed ? <Act action={actions.update} label="Save changes" kind="primary" fields={{ viewId: view.id }} note="The filters or columns on screen are not those of the view." extra={<Content content={content} />} /> : null}
        {mayChange ? <Rename view={view} action={actions.rename} /> : null}
        <Act action={actions.start} label={current.starts ? "Stop opening with it" : "Open the list with it"} fields={{ list, viewId: current.starts ? "" : view.id }} note={current.starts ? "Your list opens with this view." : "For you alone: the list then opens with this view."} />
        {mayChange && mayShare ? <Act action={actions.share} label={view.shared ? "Stop sharing" : "Share view"} fields={{ viewId: view.id, ...(view.shared ? {} : { shared: "yes" }) }} note={view.shared ? "Everybody who can see the list has this view." : "Everybody who can see the list gets this view. Auditors do not."} /> : null}
        {mayChange ? <Remove view={view} action={actions.remove} /> : null}
      </div>
    </Dialog>
  );
}

type ActProps = { action: ViewActions["rename"]; label: string; kind?: "primary"; fields: Readonly<Record<string, string>>; note: string; extra?: ReactNode };

function Act({ action, label, kind, fields, note, extra }: ActProps) {
  const [state, send] = useActionState(action, unsent as FormState);
  return (
    <form action={send} className="view-act">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {extra}
      <p className="min-w-0 flex-1 text-muted">{note}</p>
      <SubmitButton {...(kind === undefined ? {} : { kind })}>{label}</SubmitButton>
    </form>
  );
}

function Rename({ view, action }: { view: ViewChoice; action: ViewActions["rename"] }) {
  const [state, send] = useActionState(action, unsent as FormState);
  return (
    <form action={send} className="view-act items-end">
      <input type="hidden" name="viewId" value={view.id} />
      <div className="min-w-0 flex-1"><Input label="Name" name="name" required maxLength={VIEW_NAME_MAX} defaultValue={enteredOf(state, "name") ?? view.name} error={problemOf(state, "name")} autoComplete="off" /></div>
      <SubmitButton>Rename view</SubmitButton>
    </form>
  );
}

function Remove({ view, action }: { view: ViewChoice; action: ViewActions["remove"] }) {
  const [state, send] = useActionState(action, unsent as FormState);
  return (
    <div className="view-act">
      <p className="min-w-0 flex-1 text-muted">Its list and records stay.</p>
      <ConfirmDialog trigger="Delete view" title={`Delete “${view.name}”?`} consequence={view.shared ? "It goes for everybody who uses it. Addresses of it lead to the list without it." : "Only you have it. It cannot be brought back."} confirm="Delete view" action={send} fields={{ viewId: view.id }} error={state.ok === false ? state.message : undefined} />
    </div>
  );
}
