"use client";
import { useActionState, useEffect, useState } from "react";
import { useRouter } from "next/navigation";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { Button } from "#app/_ui/button.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { useToast } from "#app/_ui/toast.tsx";
import { EDITED_PARTS, EDITED_PART_NAMES, type ControlTexts, type EditedPart } from "#lib/drafts/client.ts";
import type { ControlEdit, EditSaved, MergeNeeded } from "#lib/drafts/index.ts";
import { ApprovedFields, FactFields, GuidanceFields } from "./edit-fields.tsx";
import { forget, keep, useFound, type Begun, type Kept } from "./kept-texts.ts";
import { MergeView, type Choice } from "./merge-view.tsx";
import { SaveBar } from "./save-bar.tsx";

type Outcome = EditSaved | MergeNeeded;
export type EditAction = (previous: FormState<Outcome>, form: FormData) => Promise<FormState<Outcome>>;
/** Of the page: what the form begins with, whose it is, and where it leads. */
export type EditFormProps = { action: EditAction; edit: Omit<ControlEdit, "others">; person: string; controlHref: string; draftHref: string };

/** What a person is at: the texts, the versions that they came from, and what of others is still to be brought together with them. */
type Work = { texts: ControlTexts; reason: string; effectiveDay: string; begun: Begun; merge: MergeNeeded | null; choices: Partial<Record<EditedPart, Choice>>; touched: boolean };

/** A control's form. What is typed stays until it is saved, whatever happens between; what others did meanwhile is never written over. */
export function EditForm({ action, edit, person, controlHref, draftHref }: EditFormProps) {
  const place = `${edit.control.id}:${person}`;
  const [work, setWork] = useState<Work>(() => begin(edit));
  const found = useFound(place);
  const [isAnswered, setAnswered] = useState(false);
  const saved = useWhenSaved({ place, controlHref, draftHref });
  const send = async (previous: FormState<Outcome>, form: FormData): Promise<FormState<Outcome>> => {
    const state = await action(previous, form);
    if (state.ok === true && state.answer.outcome === "saved") saved(state.answer);
    if (state.ok === true && state.answer.outcome === "merge") setWork((before) => merged(before, state.answer as MergeNeeded));
    return state;
  };
  const [state, submit] = useActionState<FormState<Outcome>, FormData>(send, unsent);
  const { texts, reason, effectiveDay, begun, merge, choices, touched } = work;
  useEffect(() => {
    // Until it is decided, what is kept goes back to the versions that it came from: it must meet theirs again.
    if (touched) keep(place, { texts, reason, effectiveDay, begun, at: new Date().toISOString() });
  }, [place, texts, reason, effectiveDay, begun, touched]);
  const put = (part: EditedPart, text: string): void => setWork((before) => ({ ...before, texts: { ...before.texts, [part]: text }, touched: true }));
  const fields = { texts, put, problem: (part: EditedPart) => problemOf(state, `texts.${part}`) };
  const base = merge === null ? begun : { version: merge.version, textVersion: merge.version, draft: merge.draft };
  const changed = EDITED_PART_NAMES.filter((part) => texts[part].trim() !== edit.recorded[part]);
  const asks = changed.includes("statement") || changed.includes("scope") || (edit.draft?.mappings ?? 0) > 0;
  const open = (merge?.conflicts ?? []).filter(({ part }) => choices[part] === undefined);
  return (
    <form action={submit} onReset={(event) => event.preventDefault()} className="grid gap-2">
      <Hidden fields={{ controlId: edit.control.id, baseVersion: base.version, textVersion: base.textVersion, draftId: base.draft?.id ?? "", draftRevision: base.draft?.revision ?? "" }} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {found === null || isAnswered ? null : <Found kept={found} onTake={() => { setAnswered(true); setWork((before) => ({ ...before, ...pick(found), touched: true })); }} onDrop={() => { setAnswered(true); if (!touched) forget(place); }} />}
      {merge === null ? null : (
        <Section title="Bring both together" count={open.length === 0 ? "all decided" : `${open.length} to decide`} flush={false}>
          <div key={`${merge.version} ${merge.draft?.revision ?? 0}`} ref={leadTo} tabIndex={-1} className="grid scroll-mt-24 gap-4 pt-3" role="group" aria-label="Changes of others">
            <Banner tone="caution" title={`${merge.by} changed this control while you were at it.`} alert>Nothing was saved yet, and nothing of yours is lost. Decide what shall hold, then save again.{merge.taken.length === 0 ? "" : ` Taken over from them: ${merge.taken.map((part) => EDITED_PARTS[part].toLowerCase()).join(", ")}.`}</Banner>
            <MergeView nextStep={edit.nextStep} conflicts={merge.conflicts} by={merge.by} texts={texts} choices={choices} onWrite={put} onChoose={(part, choice) => setWork((before) => chosen(before, part, choice))} />
          </div>
        </Section>
      )}
      <Section title="Approved by another person" flush={false}><div className="grid max-w-[76ch] gap-4 pt-3"><ApprovedFields {...fields} /></div></Section>
      <Section title="Recorded as you save" flush={false}><div className="pt-3"><FactFields {...fields} /></div></Section>
      <Section title="Guidance and testing" flush={false}><div className="grid max-w-[76ch] gap-4 pt-3"><GuidanceFields {...fields} nextStep={edit.nextStep} stepProblem={(path) => problemOf(state, `texts.${path}`)} /></div></Section>
      {asks ? (
        <Section title="For whoever approves it" flush={false}>
          <div className="grid max-w-[640px] gap-4 pt-3 [&_.field]:mt-0">
            <Textarea label="Why it changes" name="reason" rows={3} maxLength={2000} optional value={reason} onChange={(event) => setWork((before) => ({ ...before, reason: event.target.value, touched: true }))} />
            <DatePicker label="Holds from" name="effectiveDay" today={edit.today} optional hint="Empty: from its approval. A past day states since when it has been so; it is recorded when it is approved." value={effectiveDay} onChange={(day) => setWork((before) => ({ ...before, effectiveDay: day, touched: true }))} {...fault(problemOf(state, "effectiveDay"))} />
          </div>
        </Section>
      ) : null}
      <SaveBar edit={edit} changed={changed} asks={asks} undecided={open.length} cancelHref={controlHref} />
    </form>
  );
}

const fault = (error: string | undefined): { error?: string } => (error === undefined ? {} : { error });

function begin({ texts, version, textVersion, draft }: EditFormProps["edit"]): Work {
  const begun = { version, textVersion, draft: draft === null ? null : { id: draft.id, revision: draft.revision } };
  return { texts, reason: draft?.reason ?? "", effectiveDay: draft?.effectiveDay ?? "", begun, merge: null, choices: {}, touched: false };
}

function pick({ texts, reason, effectiveDay, begun }: Kept): Pick<Work, "texts" | "reason" | "effectiveDay" | "begun"> {
  return { texts, reason, effectiveDay, begun };
}

function merged(work: Work, merge: MergeNeeded): Work {
  return { ...work, texts: merge.texts, merge, choices: {}, touched: true };
}

function chosen(work: Work, part: EditedPart, choice: Choice): Work {
  const conflict = work.merge?.conflicts.find((one) => one.part === part);
  if (conflict === undefined) return work;
  return { ...work, texts: { ...work.texts, [part]: choice === "theirs" ? conflict.theirs : conflict.mine }, choices: { ...work.choices, [part]: choice } };
}

/** Once saved, nothing need be kept: says what became of it, and leads there. */
function useWhenSaved({ place, controlHref, draftHref }: { place: string; controlHref: string; draftHref: string }): (saved: EditSaved) => void {
  const toast = useToast();
  const router = useRouter();
  return ({ version, draft, taken }) => {
    forget(place);
    const recorded = version === null ? "" : `Version ${version} recorded. `;
    const others = taken.length === 0 ? "" : ` Kept of others: ${taken.map((part) => EDITED_PARTS[part].toLowerCase()).join(", ")}.`;
    const became = draft === null ? "" : draft.state === "in_review" ? "The rest waits for approval." : draft.state === "approved" ? "Applied without a second person." : "The rest is your draft.";
    toast({ title: "Saved", description: `${recorded}${became}${others}`.trim() || "Nothing had changed.", tone: "positive" });
    router.push(draft === null || draft.state === "approved" ? controlHref : `${draftHref}/${draft.id}`);
  };
}

/** Who saved from the end of a long form is led to what they have to decide. */
function leadTo(place: HTMLElement | null): void {
  place?.focus();
}

function Hidden({ fields }: { fields: Readonly<Record<string, string | number>> }) {
  return <>{Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}</>;
}

function Found({ kept, onTake, onDrop }: { kept: Kept; onTake: () => void; onDrop: () => void }) {
  return (
    <Banner tone="info" title="You typed something here that was not saved." action={<span className="flex flex-wrap gap-2"><Button type="button" onClick={onTake}>Take it up again</Button><Button type="button" kind="quiet" onClick={onDrop}>Throw it away</Button></span>}>
      It was kept in this tab on {new Date(kept.at).toISOString().slice(0, 16).replace("T", " at ")} UTC.
    </Banner>
  );
}
