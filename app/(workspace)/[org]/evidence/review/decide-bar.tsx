"use client";
import { useActionState, useEffect, useRef, useState, useTransition } from "react";
import { useRouter } from "next/navigation";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { useShortcut } from "#app/_keys/use-shortcut.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Kbd } from "#app/_ui/kbd.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;
type Older = { id: string; name: string; title: string };
type Props = {
  action: Action;
  evidence: { id: string; name: string; waits: boolean; own: boolean; /** Why it cannot be accepted as it is; then that is said instead of offered. */ refusal: string | null };
  /** Older evidence whose place it could take, the newest first. */
  replaceable: readonly Older[];
  previousHref: string | null;
  nextHref: string | null;
  /** Where to go when nothing is left on this page. */
  homeHref: string;
  /** Whether a decision led here: the next item is then read out from its title. */
  focus: boolean;
};

/**
 * Moves without a decision, whoever looks and whatever stands at the item.
 *
 * @returns whether another item was asked for and is not there yet: a key that is pressed by then is meant for that one
 */
function useMoves(previousHref: string | null, nextHref: string | null): boolean {
  const router = useRouter();
  const [moving, startMove] = useTransition();
  const [left, setLeft] = useState(false);
  const moveTo = (href: string | null) => startMove(() => router.push(href ?? ""));
  useShortcut("next", () => moveTo(nextHref), nextHref !== null);
  useShortcut("previous", () => moveTo(previousHref), previousHref !== null);
  useShortcut("select", () => document.querySelector<HTMLInputElement>(".inbox-line[data-chosen] input")?.click());
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const opensHere = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (opensHere && event.target instanceof Element && event.target.closest("a.inbox-row:not([aria-current]), .verdict-rest a") !== null) setLeft(true);
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, []);
  return moving || left;
}

/** The decision at the foot of an item: one key each, shown on its button. A form like any other where no script runs. */
export function DecideBar({ action, evidence, replaceable, previousHref, nextHref, homeHref, focus }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const form = useRef<HTMLFormElement>(null);
  const open = evidence.waits && !evidence.own;
  const acceptable = open && evidence.refusal === null;
  const leaving = useMoves(previousHref, nextHref);
  useEffect(() => {
    if (focus) document.getElementById("inbox-item")?.focus();
  }, [focus]);
  const press = (decision: string): boolean => {
    const button = form.current?.querySelector<HTMLButtonElement>(`button[value="${decision}"]`);
    button?.click();
    return button !== null && button !== undefined;
  };
  useShortcut("accept", () => press("accepted"), acceptable && !leaving);
  useShortcut("supersede", () => press("replace"), acceptable && replaceable.length > 0 && !leaving);
  useShortcut("reject", () => form.current?.querySelector("textarea")?.focus(), open && !leaving);
  useShortcut("reject.send", () => press("rejected"), open && !leaving);
  const [older] = replaceable;
  return (
    <form ref={form} action={submit} className="verdict inbox-decide" aria-busy={leaving || undefined} aria-label={`Decision on ${evidence.name}`}>
      <input type="hidden" name="evidenceId" value={evidence.id} />
      <input type="hidden" name="next" value={nextHref ?? previousHref ?? homeHref} />
      {state.ok === false ? <div className="px-4 pt-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {open && evidence.refusal !== null ? <p className="inbox-refusal"><strong className="font-semibold">It cannot be accepted now.</strong> <span className="text-muted">{evidence.refusal}</span></p> : null}
      {open ? <div className="inbox-reason"><Textarea label="Reason" name="reason" rows={2} maxLength={2000} hint="Needed to reject; whoever submitted it reads it." defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} /></div> : null}
      <div className="verdict-bar" role="group" aria-label="Decision">
        {open ? (
          <>
            {acceptable ? <SubmitButton kind="primary" name="decision" value="accepted" pendingLabel="Working…" kbd="A">Accept<span className="sr-only"> evidence {evidence.name}</span></SubmitButton> : null}
            {older === undefined || !acceptable ? null : (
              <>
                <input type="hidden" name="replaces" value={older.id} />
                <SubmitButton name="decision" value="replace" pendingLabel="Working…" kbd="S">Accept in place of {older.name}<span className="sr-only">, {older.title}</span></SubmitButton>
              </>
            )}
            <SubmitButton kind="danger" name="decision" value="rejected" pendingLabel="Working…" kbd="R">Reject<span className="sr-only"> evidence {evidence.name}</span></SubmitButton>
          </>
        ) : <span className="text-muted">{evidence.own ? "You submitted this. Somebody else has to review it." : `${evidence.name} is judged. Open it to judge it again.`}</span>}
        <span className="verdict-rest">
          {previousHref === null ? null : <LinkButton kind="quiet" href={previousHref} kbd="K">Previous</LinkButton>}
          {nextHref === null ? null : <LinkButton kind="quiet" href={nextHref} kbd="J">Skip</LinkButton>}
          <span className="text-xs text-muted verdict-keys"><Kbd>?</Kbd> all keys</span>
        </span>
      </div>
    </form>
  );
}
